package org.gradus.lab.recipes.useful;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.gradus.lab.reproduce.fair.Sample;

/**
 * A paired difference with its 95 % bootstrap percentile interval, for differences with heavy
 * tails.
 *
 * @param mean the mean over seeds
 * @param low the interval's lower end
 * @param high the upper one
 */
record Interval(double mean, double low, double high) {
  private static final int RESAMPLES = 10_000;
  private static final long SEED = 19;

  static Interval of(Sample differences) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] values = differences.values();
    double[] means = new double[RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += values[random.nextInt(values.length)];
      }
      means[r] = sum / values.length;
    }
    Arrays.sort(means);
    return new Interval(
        differences.mean(), means[RESAMPLES / 40], means[RESAMPLES - 1 - RESAMPLES / 40]);
  }

  /** Whether it lies above 0. */
  boolean isAbove() {
    return low > 0;
  }

  void put(String name, Map<String, Double> numbers) {
    numbers.put(name, mean);
    numbers.put(name + ", interval from", low);
    numbers.put(name + ", to", high);
  }
}
