package org.gradus.lab.recipes.subgm;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;

/** How wide U is hardly matters once it is wider than the rank. */
final class Widths {
  private static final double OUTLIERS = 0.1;
  private static final double SMALL = 1e-6;
  private static final double NEAR = 10;
  private static final double FAR = 100;

  private final Trials trials;

  Widths(Trials trials) {
    this.trials = trials;
  }

  void run(Findings findings) {
    int full = trials.dimension();
    Map<Integer, Double> errors = new LinkedHashMap<>();
    Table.Builder table =
        Table.titled(
            "Median error by width, a tenth of the values corrupted",
            "width",
            "Gaussian start, alpha = 1e-6",
            "Gaussian start, alpha = 1",
            "least squares, alpha = 1e-6");
    for (int width : new int[] {Trials.RANK, full / 2, full}) {
      errors.put(width, error(width, SMALL, 0));
      double leastSquares = Math.min(error(width, SMALL, 0.02), error(width, SMALL, 0.05));
      table.row(
          Integer.toString(width),
          scientific(errors.get(width)),
          scientific(error(width, 1, 0)),
          scientific(leastSquares));
    }
    double ratio = errors.get(full) / errors.get(full / 2);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("median error at full width over that at half", ratio);
    numbers.put("median error at the exact rank", errors.get(Trials.RANK));
    findings.add(
        new Finding(
            "width-does-not-matter",
            ratio <= NEAR
                ? Verdict.REPRODUCED
                : ratio <= FAR ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
            numbers,
            "From a Gaussian start, whose columns all move. The exact rank, outside the verdict, is"
                + " far better still."));
    findings.add(table.build());
  }

  private double error(int width, double alpha, double leastSquaresStep) {
    return trials.error(
        Setting.random(trials.measurements(), OUTLIERS, width, alpha)
            .withLeastSquares(leastSquaresStep));
  }

  private static String scientific(double value) {
    return String.format(Locale.ROOT, "%.1e", value);
  }
}
