package org.gradus.smooth;

/** An approximation of the Hessian everywhere: what a Newton-type method is told of it. */
@FunctionalInterface
public interface CurvatureModel {
  /** H = 0: Newton-type methods become normalised gradient methods. */
  CurvatureModel ZERO = (x, gradient) -> new Curvature.Zero();

  /**
   * H(x).
   *
   * @param x the point
   * @param gradient ∇f(x); neither array may be kept or changed
   */
  Curvature at(double[] x, double[] gradient);
}
