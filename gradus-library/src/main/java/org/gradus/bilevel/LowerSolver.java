package org.gradus.bilevel;

/** Finds a point where the lower-level gradient is small. */
@FunctionalInterface
public interface LowerSolver {
  /** {@link GradientSteps} with momentum. */
  LowerSolver ACCELERATED = new GradientSteps(true);

  /** {@link GradientSteps} without. */
  LowerSolver GRADIENT_DESCENT = new GradientSteps(false);

  /**
   * Solves until ‖∇ₓh(x, θ)‖ ≤ tolerance.
   *
   * @param start not to be changed
   * @param limit gradient evaluations at most, at least 1
   */
  Result solve(LowerProblem problem, double[] theta, double[] start, double tolerance, int limit);

  /**
   * What was found.
   *
   * @param x the point at which the gradient was measured
   * @param gradientNorm ‖∇ₓh(x, θ)‖; above the tolerance, or NaN, where the solve failed
   * @param evaluations gradients evaluated, each counted once
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over; compared by nobody
  record Result(double[] x, double gradientNorm, int evaluations) {}
}
