package org.gradus.smooth;

/** u(x) = (1 − x₁, 10 (x₂ − x₁²)): with p = 2, f = ½|u|² is half of Rosenbrock's function. */
public record RosenbrockResiduals() implements Residuals {
  @Override
  public int dimension() {
    return 2;
  }

  @Override
  public int count() {
    return 2;
  }

  @Override
  public double[] values(double[] x) {
    return new double[] {1 - x[0], 10 * (x[1] - x[0] * x[0])};
  }

  @Override
  public void transposedProduct(double[] x, double[] w, double[] result) {
    result[0] = -w[0] - 20 * x[0] * w[1];
    result[1] = 10 * w[1];
  }

  @Override
  public double[] gram(double[] x) {
    return new double[] {1 + 400 * x[0] * x[0], -200 * x[0], -200 * x[0], 100};
  }

  @Override
  public void addCurvature(double[] x, double[] w, double[] h) {
    h[0] -= 20 * w[1];
  }
}
