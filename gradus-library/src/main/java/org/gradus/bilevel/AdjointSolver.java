package org.gradus.bilevel;

/** Solves A(x, θ) q = b for the adjoint q. */
@FunctionalInterface
public interface AdjointSolver {
  /** {@link ConjugateGradient}. */
  AdjointSolver CONJUGATE_GRADIENT = new ConjugateGradient();

  /**
   * Solves until ‖b − A q‖ ≤ tolerance.
   *
   * @param rightSide b, not to be changed
   * @param limit Hessian-vector products at most
   */
  Result solve(
      LowerProblem problem,
      double[] theta,
      double[] x,
      double[] rightSide,
      double tolerance,
      int limit);

  /**
   * What was found.
   *
   * @param q the solution
   * @param residualNorm ‖b − A q‖; above the tolerance, or NaN, where the solve failed
   * @param iterations Hessian-vector products
   * @param definite whether every curvature that was met is positive
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over; compared by nobody
  record Result(double[] q, double residualNorm, int iterations, boolean definite) {}
}
