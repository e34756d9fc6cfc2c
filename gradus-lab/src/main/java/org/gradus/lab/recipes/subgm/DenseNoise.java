package org.gradus.lab.recipes.subgm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;

/** Noise on every value: the loss is over-fitted, the recovery is not. */
final class DenseNoise {
  private static final double SMALL = 1e-6;
  private static final int SEEDS = 3;
  private static final double ALIKE = 1.1;
  private static final double NEAR = 2;

  private final Trials trials;

  DenseNoise(Trials trials) {
    this.trials = trials;
  }

  void run(Findings findings) {
    int[] sizes = trials.context().size(new int[] {500, 1000, 4000}, new int[] {100, 200});
    Map<String, Double> numbers = new LinkedHashMap<>();
    Table.Builder table =
        Table.titled(
            "Noise N(0, 1) on every value, alpha = 1e-6: median errors and f(U) - f(X*)",
            "measurements",
            "error at width 3",
            "error at full width",
            "loss gap at full width");
    double worst = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int m : sizes) {
      List<Trials.Outcome> exact = run(m, Trials.RANK);
      List<Trials.Outcome> wide = run(m, trials.dimension());
      double ratio = error(wide) / error(exact);
      double gap = wide.stream().mapToDouble(Trials.Outcome::lossGap).max().orElseThrow();
      worst = Math.max(worst, ratio);
      highest = Math.max(highest, gap);
      numbers.put("error at full width over that at width 3, m = " + m, ratio);
      table.row(
          Integer.toString(m),
          "%.3f".formatted(error(exact)),
          "%.3f".formatted(error(wide)),
          "%.4f".formatted(gap));
    }
    numbers.put("largest f(U) - f(X*)", highest);
    boolean below = highest < 0;
    findings.add(
        new Finding(
            "dense-noise",
            below && worst <= ALIKE
                ? Verdict.REPRODUCED
                : below && worst <= NEAR ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
            numbers,
            "A negative gap says that the truth is not the minimiser, and that the method passed"
                + " below it without leaving its neighbourhood."));
    findings.add(table.build());
  }

  private List<Trials.Outcome> run(int measurements, int width) {
    return trials.run(Setting.spectral(measurements, 0, width, SMALL).withNoise(1), SEEDS);
  }

  private static double error(List<Trials.Outcome> outcomes) {
    return Trials.median(outcomes.stream().mapToDouble(Trials.Outcome::error).toArray());
  }
}
