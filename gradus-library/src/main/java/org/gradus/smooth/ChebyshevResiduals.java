package org.gradus.smooth;

import org.gradus.core.Check;

/**
 * u₁ = (1 − x₁)/2, uᵢ = xᵢ − 2 xᵢ₋₁² + 1: Chebyshev's oscillator, a narrow curved valley through
 * all coordinates with the solution x = 1.
 *
 * @param dimension n ≥ 1
 */
public record ChebyshevResiduals(int dimension) implements Residuals {
  /** Validates. */
  public ChebyshevResiduals {
    Check.atLeast("dimension", dimension, 1);
  }

  @Override
  public int count() {
    return dimension;
  }

  @Override
  public double[] values(double[] x) {
    double[] u = new double[dimension];
    u[0] = (1 - x[0]) / 2;
    for (int i = 1; i < dimension; i++) {
      u[i] = x[i] - 2 * x[i - 1] * x[i - 1] + 1;
    }
    return u;
  }

  /** ∂uᵢ/∂xᵢ; ∂uᵢ/∂xᵢ₋₁ is −4 xᵢ₋₁. */
  private static double diagonal(int i) {
    return i == 0 ? -0.5 : 1;
  }

  @Override
  public void transposedProduct(double[] x, double[] w, double[] result) {
    for (int i = 0; i < dimension; i++) {
      result[i] = diagonal(i) * w[i] - (i + 1 < dimension ? 4 * x[i] * w[i + 1] : 0);
    }
  }

  @Override
  public double[] gram(double[] x) {
    double[] h = new double[dimension * dimension];
    for (int i = 0; i < dimension; i++) {
      h[i * dimension + i] += diagonal(i) * diagonal(i);
      if (i > 0) {
        double before = -4 * x[i - 1];
        h[(i - 1) * dimension + i - 1] += before * before;
        h[(i - 1) * dimension + i] += before * diagonal(i);
        h[i * dimension + i - 1] += before * diagonal(i);
      }
    }
    return h;
  }

  @Override
  public void addCurvature(double[] x, double[] w, double[] h) {
    for (int i = 1; i < dimension; i++) {
      h[(i - 1) * dimension + i - 1] -= 4 * w[i];
    }
  }
}
