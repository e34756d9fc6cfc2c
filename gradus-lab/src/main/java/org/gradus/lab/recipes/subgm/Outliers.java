package org.gradus.lab.recipes.subgm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;

/** Errors by the share of corrupted values, against gradient descent on least squares. */
final class Outliers {
  private static final double[] SHARES = {0.1, 0.3, 0.5};
  private static final double LARGEST_JUDGED = 0.3;
  private static final double[] ALPHAS = {1e-3, 1e-6};
  private static final double FACTOR = 100;

  private final Trials trials;

  Outliers(Trials trials) {
    this.trials = trials;
  }

  void run(Findings findings) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    List<Boolean> held = new ArrayList<>();
    Table.Builder table =
        Table.titled(
            "Median error by the share of corrupted values, full width, spectral start",
            "share",
            "alpha",
            "sub-gradient method",
            "least squares");
    for (double share : SHARES) {
      for (double alpha : ALPHAS) {
        Setting setting = Setting.spectral(trials.measurements(), share, trials.dimension(), alpha);
        double error = trials.error(setting);
        double leastSquares = leastSquares(setting);
        table.row(
            Double.toString(share), scientific(alpha), scientific(error), scientific(leastSquares));
        if (share <= LARGEST_JUDGED) {
          held.add(error * FACTOR <= leastSquares);
          numbers.put(
              String.format(
                  Locale.ROOT,
                  "least squares over the method, p = %.1f, alpha = %.0e",
                  share,
                  alpha),
              leastSquares / error);
        }
      }
    }
    boolean all = held.stream().allMatch(h -> h);
    boolean some = held.stream().anyMatch(h -> h);
    findings.add(
        new Finding(
            "robust-to-outliers",
            all ? Verdict.REPRODUCED : some ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
            numbers,
            "Ratios of median errors; corrupted values are off by ten standard deviations and"
                + " more."));
    findings.add(table.build());
  }

  /** The median over seeds of the better step's error. */
  private double leastSquares(Setting setting) {
    double[] slow = errors(setting.withLeastSquares(0.02));
    double[] fast = errors(setting.withLeastSquares(0.05));
    double[] best = new double[slow.length];
    for (int s = 0; s < best.length; s++) {
      best[s] = Double.isNaN(fast[s]) ? slow[s] : Math.min(slow[s], fast[s]);
    }
    return Trials.median(best);
  }

  private double[] errors(Setting setting) {
    return trials.run(setting, 5).stream().mapToDouble(Trials.Outcome::error).toArray();
  }

  private static String scientific(double value) {
    return String.format(Locale.ROOT, "%.1e", value);
  }
}
