package org.gradus.constrained;

import org.gradus.core.Check;

/**
 * When to stop.
 *
 * @param tolerance ε: stationary where |∇L|₂ ≤ ε; 0 for a given number of steps
 * @param maxIterations outer steps
 * @param maxInner sketches between two tests of the slope, or cycles of GMRES a system
 */
public record Limits(double tolerance, int maxIterations, long maxInner) {
  /** 10⁻⁴, 10⁴, 10⁵: the authors' for CUTEst; they take 10⁶ inner ones for larger problems. */
  public static final Limits DEFAULT = new Limits(1e-4, 10_000, 100_000);

  /** Validates. */
  public Limits {
    Check.nonNegative("tolerance", tolerance);
    Check.atLeast("maxIterations", maxIterations, 0);
    Check.atLeast("maxInner", maxInner, 1);
  }

  /** The same to another tolerance. */
  public Limits withTolerance(double epsilon) {
    return new Limits(epsilon, maxIterations, maxInner);
  }

  /** The same with another limit on outer steps. */
  public Limits withMaxIterations(int iterations) {
    return new Limits(tolerance, iterations, maxInner);
  }

  /** The same with another limit on inner iterations. */
  public Limits withMaxInner(long inner) {
    return new Limits(tolerance, maxIterations, inner);
  }
}
