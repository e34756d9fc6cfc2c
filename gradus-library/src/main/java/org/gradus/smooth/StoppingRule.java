package org.gradus.smooth;

import org.gradus.core.Check;

/**
 * When a method for smooth problems stops.
 *
 * @param gradientTolerance stop when |g|_* is at most this; negative: 10⁻⁸ max(1, |g₀|_*)
 * @param optimum f* where it is known, NaN otherwise
 * @param valueTolerance stop when f − f* is below this
 * @param maxIterations stop after this many iterations
 */
public record StoppingRule(
    double gradientTolerance, double optimum, double valueTolerance, int maxIterations) {
  /** 10⁻⁸ max(1, |g₀|_*), no known optimum, at most 1000 iterations. */
  public static final StoppingRule DEFAULT = new StoppingRule(-1, Double.NaN, 1e-8, 1000);

  private static final double RELATIVE = 1e-8;

  /** Validates. */
  public StoppingRule {
    Check.finite("gradientTolerance", gradientTolerance);
    Check.nonNegative("valueTolerance", valueTolerance);
    Check.atLeast("maxIterations", maxIterations, 0);
  }

  /** Stops at f − f* below the tolerance, whatever the gradient. */
  public static StoppingRule atValue(double optimum, double valueTolerance, int maxIterations) {
    return new StoppingRule(0, optimum, valueTolerance, maxIterations);
  }

  /** The same with another tolerance of the gradient. */
  public StoppingRule withGradientTolerance(double tolerance) {
    return new StoppingRule(tolerance, optimum, valueTolerance, maxIterations);
  }

  /** The same with another limit. */
  public StoppingRule withMaxIterations(int limit) {
    return new StoppingRule(gradientTolerance, optimum, valueTolerance, limit);
  }

  double gradientTolerance(double gradientNormAtStart) {
    return gradientTolerance < 0 ? RELATIVE * Math.max(1, gradientNormAtStart) : gradientTolerance;
  }

  boolean reached(double value) {
    return value - optimum < valueTolerance;
  }
}
