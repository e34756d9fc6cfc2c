package org.gradus.lab.recipes.altmin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.core.PortableRandom;
import org.gradus.core.Seeds;
import org.gradus.lab.recipes.altmin.LowRankTask.Curve;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lowrank.AlternatingMinimization.Intervention;
import org.gradus.lowrank.Regression;

/** Where the error ends when every half-step is wrong by a given relative amount. */
final class Robustness {
  private static final double RATE = 0.4;
  private static final double PLATEAU = 2;
  private static final double NEAR = 10;

  private final Context context;

  Robustness(Context context) {
    this.context = context;
  }

  void run(Findings findings) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    double worst = 0;
    for (double size : new double[] {1e-1, 1e-2, 1e-3}) {
      double largest =
          runs(size).stream().mapToDouble(curve -> curve.last() / size).max().orElseThrow();
      numbers.put(
          String.format(Locale.ROOT, "largest final error over e, e = %.0e", size), largest);
      worst = Math.max(worst, largest);
    }
    findings.add(
        new Finding(
            "robust-to-errors",
            worst <= PLATEAU
                ? Verdict.REPRODUCED
                : worst <= NEAR ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
            numbers,
            "The last half-step's own error is part of the final one, so the ratio cannot be below"
                + " 1."));
  }

  private List<Curve> runs(double size) {
    int n = context.size(300, 80);
    int iterations = context.size(20, 6);
    List<Piece<Curve>> pieces = new ArrayList<>();
    for (long seed : context.seeds(5)) {
      pieces.add(
          new Piece<>(
              "robustness/n%d/e%.0e/T%d/seed%d".formatted(n, size, iterations, seed),
              () ->
                  LowRankTask.of(n, RATE, seed)
                      .run(
                          new Regression.Exact(),
                          iterations,
                          errors(size, seed),
                          context.monitor())));
    }
    return context.pieces(Curve.class, pieces);
  }

  /** Adds Gaussian errors with a Frobenius norm of about {@code size} times the solution's. */
  private static Intervention errors(double size, long seed) {
    return (halfStep, solution, basis) -> {
      double norm = 0;
      for (double value : solution) {
        norm += value * value;
      }
      double scale = size * Math.sqrt(norm / solution.length);
      double[] z =
          PortableRandom.normal(Seeds.derive(seed, "half-step error", halfStep), solution.length);
      for (int i = 0; i < solution.length; i++) {
        solution[i] += scale * z[i];
      }
    };
  }
}
