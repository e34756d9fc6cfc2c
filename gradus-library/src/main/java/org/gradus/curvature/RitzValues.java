package org.gradus.curvature;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.gradus.core.Check;

/**
 * What Lanczos steps tell of a symmetric matrix: a quadrature of its spectrum as the starting
 * vector v sees it.
 *
 * @param values θᵢ, ascending; the extreme ones approach extreme eigenvalues from inside
 * @param weights the share of ‖v‖² on each, which sum to 1: Σ wᵢ f(θᵢ) estimates vᵀ f(A) v for unit
 *     v, exactly for polynomials f of degree below twice the number of steps
 * @param errors ‖A uᵢ − θᵢ uᵢ‖₂ for the unit Ritz vector uᵢ: some eigenvalue of A lies within this
 *     distance of θᵢ
 */
public record RitzValues(double[] values, double[] weights, double[] errors) {
  /** Checks that there are values and that the lengths agree, and copies. */
  public RitzValues {
    Check.atLeast("number of Ritz values", values.length, 1);
    if (weights.length != values.length || errors.length != values.length) {
      throw Check.invalid(
          "numbers of weights and errors",
          weights.length + " and " + errors.length,
          "that of values, " + values.length);
    }
    values = values.clone();
    weights = weights.clone();
    errors = errors.clone();
  }

  /** The number of values. */
  public int size() {
    return values.length;
  }

  /** The largest value. */
  public double largest() {
    return values[values.length - 1];
  }

  /** The smallest value. */
  public double smallest() {
    return values[0];
  }

  /** |θᵢ|, ascending. */
  public double[] magnitudes() {
    return Arrays.stream(values).map(Math::abs).sorted().toArray();
  }

  /** The quadrature Σ wᵢ f(θᵢ). */
  public double integrate(DoubleUnaryOperator f) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * f.applyAsDouble(values[i]);
    }
    return sum;
  }
}
