package org.gradus.bilevel;

/**
 * A problem whose bounds on B, L_B and L_Ainv are hidden, so that they are estimated: less work for
 * a certificate that is a guess, where rigorous constants are far too cautious.
 *
 * @param problem everything else
 */
public record EstimatedConstants(LowerProblem problem) implements LowerProblem {
  @Override
  public int dimension() {
    return problem.dimension();
  }

  @Override
  public int parameters() {
    return problem.parameters();
  }

  @Override
  public double value(double[] x, double[] theta) {
    return problem.value(x, theta);
  }

  @Override
  public void gradient(double[] x, double[] theta, double[] gradient) {
    problem.gradient(x, theta, gradient);
  }

  @Override
  public void hessianProduct(double[] x, double[] theta, double[] v, double[] product) {
    problem.hessianProduct(x, theta, v, product);
  }

  @Override
  public void mixedTransposed(double[] x, double[] theta, double[] q, double[] product) {
    problem.mixedTransposed(x, theta, q, product);
  }

  @Override
  public double strongConvexity(double[] theta) {
    return problem.strongConvexity(theta);
  }

  @Override
  public double smoothness(double[] theta) {
    return problem.smoothness(theta);
  }

  @Override
  public void mixed(double[] x, double[] theta, double[] u, double[] product) {
    problem.mixed(x, theta, u, product);
  }
}
