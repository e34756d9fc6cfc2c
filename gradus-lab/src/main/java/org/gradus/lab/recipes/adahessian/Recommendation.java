package org.gradus.lab.recipes.adahessian;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.lab.recipes.Clicks;
import org.gradus.lab.recipes.Plan;
import org.gradus.lab.recipes.Runs;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.optim.BlockRule;

/** Click prediction against Adagrad and Adam. */
final class Recommendation {
  private Recommendation() {}

  static void run(Context context, Findings findings) {
    TrainingTask task = Clicks.task(context.size(40_000, 1000));
    Comparison comparison =
        new Comparison(context, task, task, t -> Plan.cosine(t, 0), context.size(300, 3));
    comparison.add("Adagrad", List.of(0.01, 0.03, 0.1, 0.3), List.of(Methods.adagrad()));
    comparison.add("Adam", List.of(1e-3, 3e-3, 1e-2, 3e-2), List.of(Methods.adam(0)));
    comparison.add(
        "AdaHessian",
        List.of(0.015, 0.05, 0.15, 0.5),
        List.of(Methods.adaHessian(1, BlockRule.none(), 1, 0)));
    Sample longer = comparison.equalTime("Adagrad", "AdaHessian", Runs::score);
    Sample own = comparison.of("AdaHessian").score();
    Sample adagrad = own.minus(comparison.of("Adagrad").score());
    Sample adam = own.minus(comparison.of("Adam").score());
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("AUC, AdaHessian - Adagrad", adagrad.mean());
    numbers.put("its 95 % CI ±", adagrad.ci95());
    numbers.put("AdaHessian - Adam", adam.mean());
    numbers.put("AdaHessian - Adagrad at equal time", own.minus(longer).mean());
    String word =
        adagrad.clearlyAboveZero()
            ? "better than Adagrad"
            : adagrad.clearlyBelowZero() ? "worse than Adagrad" : "a tie with Adagrad";
    findings.add(
        new Finding(
            "recommendation",
            Verdict.of(adagrad.clearlyAboveZero()),
            numbers,
            "AdaHessian is "
                + word
                + "; the paper's own gap of 0.0003 is below what this size resolves."));
    findings.add(
        comparison.table("Synthetic clicks, equal steps", "area under the curve", Runs::score, 4));
    findings.add(comparison.trials("Tuning on clicks, seed 0"));
  }
}
