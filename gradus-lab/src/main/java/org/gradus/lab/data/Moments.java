package org.gradus.lab.data;

import java.util.stream.DoubleStream;

/**
 * Mean and standard deviation (divisor n) of some numbers.
 *
 * @param mean 0 of no numbers
 * @param standardDeviation 0 of no numbers
 */
record Moments(double mean, double standardDeviation) {

  /** Computes both in two passes, so that a large mean does not swallow a small spread. */
  static Moments of(DoubleStream numbers) {
    double[] all = numbers.toArray();
    double mean = DoubleStream.of(all).average().orElse(0);
    double variance = DoubleStream.of(all).map(x -> (x - mean) * (x - mean)).average().orElse(0);
    return new Moments(mean, Math.sqrt(variance));
  }

  /** What to divide by: the standard deviation, or 1 where the numbers do not vary. */
  double scale() {
    return standardDeviation > 0 ? standardDeviation : 1;
  }
}
