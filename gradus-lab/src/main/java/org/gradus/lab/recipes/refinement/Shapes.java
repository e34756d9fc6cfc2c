package org.gradus.lab.recipes.refinement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Axis;
import org.gradus.lab.reproduce.Plot.Series;
import org.gradus.lab.reproduce.Table;
import org.gradus.schedule.Refinement;

/** What refinement makes of four synthetic sequences of norms. */
final class Shapes {
  private static final int LENGTH = 2000;
  private static final double DEVIATION = 40;
  private static final int REACH = 160;
  private static final double[] POSITIONS = {0, .003, .02, .03, .1, 1};

  private Shapes() {}

  static void run(Findings findings) {
    Table.Builder table =
        Table.titled(
            "Refined schedules of synthetic norms, power 2",
            "norms",
            "1/4",
            "1/2",
            "3/4",
            "peak at");
    List<Series> series = new ArrayList<>();
    norms()
        .forEach(
            (name, norms) -> {
              double[] factors = new Refinement(0, 2).refine(norms).toArray();
              int peak =
                  IntStream.range(0, LENGTH)
                      .reduce((a, b) -> factors[b] > factors[a] ? b : a)
                      .orElseThrow();
              table.row(
                  name,
                  show(factors[500]),
                  show(factors[1000]),
                  show(factors[1500]),
                  String.format(Locale.ROOT, "%.1f %%", 100.0 * peak / LENGTH));
              int[] at = IntStream.range(0, LENGTH).filter(i -> i % 10 == 0).toArray();
              series.add(
                  Series.of(
                      name,
                      Arrays.stream(at).mapToDouble(i -> (double) i / LENGTH).toArray(),
                      Arrays.stream(at).mapToDouble(i -> factors[i]).toArray()));
            });
    findings.add(table.build());
    findings.add(
        new Plot(
            "synthetic",
            "Schedules refined from synthetic gradient norms",
            Axis.linear("part of the run"),
            Axis.linear("factor"),
            series));
  }

  private static String show(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** The sequences by name. */
  static Map<String, double[]> norms() {
    Map<String, double[]> norms = new LinkedHashMap<>();
    double[] constant = new double[LENGTH];
    Arrays.fill(constant, 1);
    norms.put("constant", constant);
    norms.put("falling, then constant", smoothed(falling(1)));
    norms.put("falling, then rising", smoothed(falling(2)));
    norms.put("falling to the end", smoothed(falling(.7)));
    return norms;
  }

  /** Linear interpolation between a fast fall and a last value. */
  private static double[] falling(double last) {
    double[] values = {15, 6, 4, 2, 1, last};
    double[] sequence = new double[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      double at = i / (LENGTH - 1.0);
      int k = 0;
      while (k < POSITIONS.length - 2 && at > POSITIONS[k + 1]) {
        k++;
      }
      double share = (at - POSITIONS[k]) / (POSITIONS[k + 1] - POSITIONS[k]);
      sequence[i] = values[k] + share * (values[k + 1] - values[k]);
    }
    return sequence;
  }

  /** A Gaussian filter cut at four deviations, edges repeated. */
  private static double[] smoothed(double[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double sum = 0;
      double total = 0;
      for (int k = -REACH; k <= REACH; k++) {
        double weight = Math.exp(-k * k / (2 * DEVIATION * DEVIATION));
        total += weight;
        sum += weight * values[Math.max(0, Math.min(values.length - 1, i + k))];
      }
      result[i] = sum / total;
    }
    return result;
  }
}
