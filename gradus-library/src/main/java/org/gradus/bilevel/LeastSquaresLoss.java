package org.gradus.bilevel;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.gradus.core.Check;
import org.gradus.core.Cholesky;
import org.gradus.core.SymmetricEigen;

/** g(x) = ½ ‖A x − b‖², with L_g the largest eigenvalue of AᵀA. */
public final class LeastSquaresLoss implements UpperLoss {
  private final int n;
  private final double[] matrix;
  private final double[] rightSide;
  private final double[] gram;
  private final double smoothness;

  /**
   * A loss.
   *
   * @param a A, row-major [rows, n]; copied
   * @param b of length rows ≥ 1; copied
   */
  public LeastSquaresLoss(double[] a, double[] b) {
    int rows = Check.atLeast("the length of b", b.length, 1);
    if (a.length == 0 || a.length % rows != 0) {
      throw Check.invalid("the length of a", a.length, "a multiple of " + rows);
    }
    n = a.length / rows;
    matrix = Vectors.finite("a", a);
    rightSide = Vectors.finite("b", b);
    gram = new double[n * n];
    for (int r = 0; r < rows; r++) {
      for (int k = 0; k < n * n; k++) {
        gram[k] += a[r * n + k / n] * a[r * n + k % n];
      }
    }
    smoothness = SymmetricEigen.values(gram, n)[n - 1];
  }

  @Override
  public double gradient(double[] x, double[] theta, double[] gradient) {
    Arrays.fill(gradient, 0);
    double sum = 0;
    for (int r = 0; r < rightSide.length; r++) {
      double residual = -rightSide[r];
      for (int j = 0; j < n; j++) {
        residual += matrix[r * n + j] * x[j];
      }
      sum += residual * residual;
      for (int j = 0; j < n; j++) {
        gradient[j] += residual * matrix[r * n + j];
      }
    }
    return sum / 2;
  }

  @Override
  public OptionalDouble smoothness() {
    return OptionalDouble.of(smoothness);
  }

  /**
   * The least value over all x: f's too where every x is the lower-level solution of some θ.
   *
   * @throws IllegalArgumentException if A has not full column rank
   */
  public double minimum() {
    double[] x = new double[n];
    gradient(new double[n], new double[0], x);
    for (int j = 0; j < n; j++) {
      x[j] = -x[j];
    }
    Cholesky factors = new Cholesky(n);
    if (!factors.factor(gram.clone())) {
      throw new IllegalArgumentException("the matrix of the loss has not full column rank");
    }
    factors.solve(x);
    return gradient(x, new double[0], new double[n]);
  }
}
