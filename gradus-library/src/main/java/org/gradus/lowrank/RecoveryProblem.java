package org.gradus.lowrank;

import java.util.Objects;
import org.gradus.core.Check;

/**
 * Robust recovery of a positive semidefinite matrix of low rank: find X = U Uᵀ with ⟨Aᵢ, X⟩ ≈ yᵢ,
 * some yᵢ being far off or all of them noisy.
 *
 * @param measurements the Aᵢ, m of them, d × d
 * @param values y, length m, finite
 * @param width r', the number of columns of U, in [1, d]: the rank of X, or any larger guess
 */
public record RecoveryProblem(Measurements measurements, double[] values, int width) {
  /**
   * Validates and copies.
   *
   * @throws IllegalArgumentException naming what is wrong, with its value
   */
  public RecoveryProblem {
    Objects.requireNonNull(measurements, "measurements");
    if (values.length != measurements.count()) {
      throw Check.invalid(
          "the length of values", values.length, measurements.count() + ", one a measurement");
    }
    for (int i = 0; i < values.length; i++) {
      Check.finite("values[" + i + "]", values[i]);
    }
    values = values.clone();
    int d = measurements.dimension();
    if (width < 1 || width > d) {
      throw Check.invalid("width", width, "in [1, " + d + "], the dimension");
    }
  }

  /** A copy of y. */
  @Override
  public double[] values() {
    return values.clone();
  }

  /** d. */
  public int dimension() {
    return measurements.dimension();
  }
}
