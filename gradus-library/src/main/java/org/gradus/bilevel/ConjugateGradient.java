package org.gradus.bilevel;

/**
 * Conjugate gradients from q = 0, with one Hessian-vector product an iteration; a right side within
 * the tolerance gives q = 0 for nothing. The residual is the recurrence's.
 */
public record ConjugateGradient() implements AdjointSolver {
  @Override
  public Result solve(
      LowerProblem problem,
      double[] theta,
      double[] x,
      double[] rightSide,
      double tolerance,
      int limit) {
    double[] q = new double[rightSide.length];
    double[] residual = rightSide.clone();
    double[] direction = rightSide.clone();
    double[] product = new double[rightSide.length];
    double rho = Vectors.dot(residual, residual);
    int iterations = 0;
    while (Math.sqrt(rho) > tolerance && iterations < limit) {
      problem.hessianProduct(x, theta, direction, product);
      iterations++;
      double curvature = Vectors.dot(direction, product);
      if (!(curvature > 0)) {
        return new Result(q, Math.sqrt(rho), iterations, false);
      }
      double step = rho / curvature;
      for (int i = 0; i < q.length; i++) {
        q[i] += step * direction[i];
        residual[i] -= step * product[i];
      }
      double before = rho;
      rho = Vectors.dot(residual, residual);
      double ratio = rho / before;
      for (int i = 0; i < q.length; i++) {
        direction[i] = residual[i] + ratio * direction[i];
      }
    }
    return new Result(q, Math.sqrt(rho), iterations, true);
  }
}
