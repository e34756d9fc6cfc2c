package org.gradus.lab.stats;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;
import org.gradus.lab.result.MethodSummary.Estimate;

/** Means with their uncertainty. */
public final class Estimates {

  private static final double CONFIDENCE = 0.95;

  private Estimates() {}

  /**
   * Mean, standard deviation (divisor n − 1) and the half-width of the 95 % confidence interval of
   * the mean, t₀.₉₇₅(n − 1) · s / √n. Assumes independent, roughly normal values. For one value
   * deviation and interval are undefined and {@code null}; for none the mean is, too.
   *
   * @param values finite values
   * @throws IllegalArgumentException if a value is not finite
   */
  public static Estimate of(double... values) {
    int n = values.length;
    if (n == 0) {
      return new Estimate(0, null, null, null);
    }
    double mean = mean(values);
    if (n == 1) {
      return new Estimate(1, mean, null, null);
    }
    double deviation = Math.sqrt(Arrays.stream(values).map(v -> square(v - mean)).sum() / (n - 1));
    return new Estimate(n, mean, deviation, tQuantile(n - 1) * deviation / Math.sqrt(n));
  }

  private static double mean(double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("values must be finite, one was " + value);
      }
    }
    // A constant sample must give its value exactly, so that its deviation is exactly zero.
    double first = values[0];
    return first + Arrays.stream(values).map(v -> v - first).sum() / values.length;
  }

  private static double tQuantile(int degreesOfFreedom) {
    return TDistribution.of(degreesOfFreedom).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
  }

  private static double square(double v) {
    return v * v;
  }
}
