package org.gradus.lab.recipes.sophia;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.lab.recipes.Method;
import org.gradus.lab.recipes.StepCosts;
import org.gradus.lab.recipes.sophia.Methods.Estimator;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Verdict;

/** Step time and memory beside AdamW's. */
final class Overhead {
  static final double CLAIMED = 1.05;
  static final double NEARLY = 1.10;

  private Overhead() {}

  /** Measures, judges, and returns the step time of Sophia-G as a multiple of AdamW's. */
  static double run(Context context, LanguageModel model, Findings findings) {
    Map<String, Method> methods = new LinkedHashMap<>();
    methods.put("AdamW", Methods.adamw().with(1e-3));
    methods.put("Sophia-G, half of the batch", sophia(Estimator.G, Methods.HALF));
    methods.put("Sophia-G, whole batch", sophia(Estimator.G, 1));
    methods.put("Sophia-H, a fifteenth", sophia(Estimator.H, Methods.FIFTEENTH));
    StepCosts costs =
        StepCosts.measure(context, model.task(), methods, context.size(20, 2), context.size(7, 1));
    double half = costs.ratio("Sophia-G, half of the batch", "AdamW");
    Verdict verdict =
        half <= CLAIMED
            ? Verdict.REPRODUCED
            : half <= NEARLY ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    Map<String, Double> numbers = new LinkedHashMap<>();
    methods.keySet().stream()
        .skip(1)
        .forEach(name -> numbers.put(name + " / AdamW", costs.ratio(name, "AdamW")));
    findings.add(
        new Finding(
            "small-overhead",
            verdict,
            numbers,
            "Medians of chunks of %d steps measured in turns, one thread."
                .formatted(context.size(20, 2))));
    findings.add(costs.table("Cost of a step on the character GPT, an estimate every 10 steps"));
    return half;
  }

  private static Method sophia(Estimator estimator, double part) {
    return Methods.sophia(estimator, 0.04, Methods.INTERVAL, part).with(1e-3);
  }
}
