package org.gradus.lab.recipes.subgm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Axis;
import org.gradus.lab.reproduce.Plot.Series;
import org.gradus.lab.reproduce.Verdict;

/** How many measurements a wider U needs. */
final class SampleSize {
  private static final double OUTLIERS = 0.1;
  private static final double SMALL = 1e-6;
  private static final double RECOVERED = 2e-3;
  private static final double FACTOR = 1.5;
  private static final int SEEDS = 3;

  private final Trials trials;
  private final int[] sizes;

  SampleSize(Trials trials) {
    this.trials = trials;
    sizes =
        trials.context().size(new int[] {125, 150, 175, 200, 250, 300, 400}, new int[] {60, 120});
  }

  void run(Findings findings) {
    int full = trials.dimension();
    Map<String, Double> numbers = new LinkedHashMap<>();
    List<Series> series = new ArrayList<>();
    double narrow = Double.POSITIVE_INFINITY;
    double wide = Double.POSITIVE_INFINITY;
    for (int width : new int[] {Math.min(5, full), full}) {
      double[] worst = Arrays.stream(sizes).mapToDouble(m -> worst(m, width)).toArray();
      series.add(
          Series.of("width " + width, Arrays.stream(sizes).asDoubleStream().toArray(), worst));
      double least = least(worst);
      numbers.put("least number of measurements at width " + width, least);
      narrow = width == full ? narrow : least;
      wide = width == full ? least : wide;
    }
    // Where neither width recovers, infinity is not at most infinity.
    boolean holds = Double.isFinite(wide) && wide <= FACTOR * narrow;
    findings.add(
        new Finding(
            "few-measurements",
            Verdict.of(holds),
            numbers,
            "All seeds must end below 2e-3; infinite where no tried number is enough."));
    findings.add(
        new Plot(
            "measurements",
            "Worst error over seeds by the number of measurements, a tenth corrupted",
            Axis.linear("measurements"),
            Axis.logarithmic("worst error"),
            series));
  }

  private double worst(int measurements, int width) {
    return trials.run(Setting.random(measurements, OUTLIERS, width, SMALL), SEEDS).stream()
        .mapToDouble(Trials.Outcome::error)
        .max()
        .orElseThrow();
  }

  /** The least number from which on all are recovered. */
  private double least(double[] worst) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = sizes.length - 1; i >= 0 && worst[i] < RECOVERED; i--) {
      least = sizes[i];
    }
    return least;
  }
}
