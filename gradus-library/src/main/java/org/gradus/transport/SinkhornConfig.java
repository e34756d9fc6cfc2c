package org.gradus.transport;

import org.gradus.core.Check;

/**
 * Settings of {@link Sinkhorn} and {@link LogSinkhorn}.
 *
 * @param tolerance stop when the L1 error of both marginals is at most this
 * @param maxSweeps stop after this many sweeps
 * @param recordEvery sweeps between points of the trace: each costs n + m logarithms
 */
public record SinkhornConfig(double tolerance, int maxSweeps, int recordEvery) {
  /** To 10⁻⁹ in at most 100 000 sweeps, every tenth recorded. */
  public static final SinkhornConfig DEFAULT = new SinkhornConfig(1e-9, 100_000, 10);

  /** Validates. */
  public SinkhornConfig {
    Check.nonNegative("tolerance", tolerance);
    Check.atLeast("maxSweeps", maxSweeps, 0);
    Check.atLeast("recordEvery", recordEvery, 1);
  }

  /** The same with another tolerance. */
  public SinkhornConfig withTolerance(double newTolerance) {
    return new SinkhornConfig(newTolerance, maxSweeps, recordEvery);
  }

  /** The same with another limit. */
  public SinkhornConfig withMaxSweeps(int newMaxSweeps) {
    return new SinkhornConfig(tolerance, newMaxSweeps, recordEvery);
  }
}
