package org.gradus.curvature;

import java.util.Arrays;
import org.gradus.core.Check;

/**
 * A mean of random samples and how sure it is.
 *
 * @param value the mean
 * @param standardError the sample standard deviation over √n; NaN for one sample
 * @param samples how many samples n
 */
public record Estimate(double value, double standardError, int samples) {
  /** The mean of these samples, at least one. */
  public static Estimate of(double... samples) {
    Check.atLeast("number of samples", samples.length, 1);
    double mean = Arrays.stream(samples).average().orElseThrow();
    double squares = Arrays.stream(samples).map(x -> (x - mean) * (x - mean)).sum();
    int n = samples.length;
    return new Estimate(mean, n == 1 ? Double.NaN : Math.sqrt(squares / (n - 1) / n), n);
  }

  /** This estimate times a constant. */
  public Estimate times(double factor) {
    return new Estimate(factor * value, Math.abs(factor) * standardError, samples);
  }

  /** The square root of a non-negative quantity, its error to first order. */
  public Estimate sqrt() {
    double root = Math.sqrt(Math.max(0, value));
    return new Estimate(root, root > 0 ? standardError / (2 * root) : Double.NaN, samples);
  }
}
