package org.gradus.lab.recipes.sophia;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.gradus.lab.recipes.Method;
import org.gradus.lab.recipes.Runs;
import org.gradus.lab.recipes.Tuning;
import org.gradus.lab.recipes.sophia.Methods.Estimator;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;

/** What Sophia's parts are worth: the clip, the estimator, the interval, γ. */
final class Ablations {
  static final double CLOSE = 0.02;
  private static final double LARGER = 3;

  private final Context context;
  private final LanguageModel model;
  private final int steps;
  private final Table.Builder table =
      Table.titled(
          "Ablations of Sophia", "variant", "settings", "validation loss", "unclipped coordinates");

  Ablations(Context context, LanguageModel model) {
    this.context = context;
    this.model = model;
    steps = model.tuningBudget();
  }

  void run(Findings findings) {
    findings.add(estimators()).add(clipping());
    intervals();
    gammas();
    findings.add(table.build());
  }

  private Finding estimators() {
    Sample g = tuned(Estimator.G);
    Sample h = tuned(Estimator.H);
    Sample e = tuned(Estimator.E);
    boolean close = Math.abs(h.minus(g).mean()) <= CLOSE;
    boolean worse = e.minus(g).clearlyAboveZero() && e.minus(h).clearlyAboveZero();
    Verdict verdict =
        close && worse
            ? Verdict.REPRODUCED
            : close || worse ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("H - G", h.minus(g).mean());
    numbers.put("its 95 % CI ±", h.minus(g).ci95());
    numbers.put("empirical Fisher - G", e.minus(g).mean());
    numbers.put("its standard error", e.minus(g).standardError());
    return new Finding(
        "estimators",
        verdict,
        numbers,
        "Each estimator tuned on the same grid of learning rates and gamma.");
  }

  private Sample tuned(Estimator estimator) {
    Tuning tuning = model.sophia(estimator);
    return row("estimator " + estimator, tuning.best()).loss();
  }

  private Finding clipping() {
    Tuning tuning = model.sophia(Estimator.G);
    double gamma = gamma(tuning);
    double rate = tuning.learningRate() * LARGER;
    Sample with = row("clip, learning rate x 3", tuning.family().with(rate)).loss();
    Method.Family family = Methods.unclipped(gamma);
    Sample same = row("no clip", family.with(tuning.learningRate())).loss();
    Sample without = row("no clip, learning rate x 3", family.with(rate)).loss();
    boolean diverged = Double.isNaN(without.mean());
    boolean holds = diverged || without.minus(with).clearlyAboveZero();
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("loss with clip at 3 x learning rate", with.mean());
    numbers.put("without clip", without.mean());
    numbers.put("without clip at the tuned rate", same.mean());
    String note =
        diverged
            ? "Without the clip training diverged: " + without.show(3) + "."
            : "Without the clip no run turned NaN or infinite; it ended at the loss above.";
    return new Finding("clipping-needed", Verdict.of(holds), numbers, note);
  }

  private static double gamma(Tuning tuning) {
    String name = tuning.family().name();
    int from = name.indexOf("gamma") + "gamma".length();
    return Double.parseDouble(name.substring(from, name.indexOf(".k", from)));
  }

  private void intervals() {
    Tuning tuning = model.sophia(Estimator.G);
    for (int interval : context.size(new int[] {1, 100}, new int[] {1})) {
      Method.Family family = Methods.sophia(Estimator.G, gamma(tuning), interval, Methods.HALF);
      row("an estimate each %d steps".formatted(interval), family.with(tuning.learningRate()));
    }
  }

  private void gammas() {
    Tuning tuning = model.sophia(Estimator.G);
    for (double gamma : context.size(new double[] {0.01, 0.04, 0.1}, new double[] {0.1})) {
      if (gamma != gamma(tuning)) {
        Method.Family family = Methods.sophia(Estimator.G, gamma, Methods.INTERVAL, Methods.HALF);
        row("gamma " + gamma, family.with(tuning.learningRate()));
      }
    }
  }

  private Runs row(String variant, Method method) {
    Runs runs = model.runs(method, steps);
    double free = runs.unclippedFraction().mean();
    table.row(
        variant,
        method.name(),
        runs.loss().show(3),
        Double.isNaN(free) ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * free));
    return runs;
  }
}
