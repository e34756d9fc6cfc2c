package org.gradus.lab.recipes.tram;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.lab.recipes.Method;
import org.gradus.lab.recipes.StepCosts;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Verdict;

/** Step times beside ASAM's, on the fine-tuning task. */
final class Cost {
  static final double LITTLE = 1.25;

  private Cost() {}

  static void run(Context context, Setup setup, Transfer transfer, Findings findings) {
    Map<String, Method> methods = new LinkedHashMap<>();
    methods.put(Methods.ADAM, transfer.best(Methods.ADAM));
    for (String name : transfer.names()) {
      if (!name.startsWith("control")) {
        methods.put(name, transfer.best(name));
      }
    }
    StepCosts costs =
        StepCosts.measure(
            context, setup.task(0), methods, context.size(50, 3), context.size(15, 1));
    findings.add(costs.table("Cost of a step, MLP 196-128-64-2, batches of " + Setup.BATCH));
    Map<String, Double> numbers = new LinkedHashMap<>();
    double worst = 0;
    for (String name : Methods.distanceVariants()) {
      double ratio = costs.ratio(name, Methods.ASAM);
      numbers.put(name + " / ASAM", ratio);
      worst = Math.max(worst, ratio);
    }
    numbers.put("ASAM / Adam", costs.ratio(Methods.ASAM, Methods.ADAM));
    findings.add(
        new Finding(
            "cost",
            Verdict.of(worst <= LITTLE),
            numbers,
            "Medians of turns, one thread; the rule looks at the slowest of the three variants that"
                + " measure a distance."));
  }
}
