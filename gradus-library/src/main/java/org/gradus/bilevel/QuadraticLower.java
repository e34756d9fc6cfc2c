package org.gradus.bilevel;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.gradus.core.Check;
import org.gradus.core.SymmetricEigen;

/**
 * h(x, θ) = ½ ‖A x + C θ − b‖²: least squares in x whose right side moves with θ.
 *
 * <p>Kept as its normal equations: A has full column rank, and a gradient costs n (n + m)
 * multiply-adds whatever the number of rows. μ and L are the extreme eigenvalues of AᵀA; A⁻¹ and B
 * = AᵀC do not depend on x, so L_B = L_Ainv = 0.
 */
public final class QuadraticLower implements LowerProblem {
  private final int n;
  private final int m;
  private final double[] hessian;
  private final double[] mixed;
  private final double[] linear;
  private final double[] thetaGram;
  private final double[] thetaLinear;
  private final double constant;
  private final double smallest;
  private final double largest;
  private final double mixedNorm;

  /**
   * A problem.
   *
   * @param a A, row-major [rows, n], of full column rank
   * @param c C, row-major [rows, m]
   * @param b of length rows ≥ 1
   */
  public QuadraticLower(double[] a, double[] c, double[] b) {
    int rows = Check.atLeast("the length of b", b.length, 1);
    n = columns("a", a, rows);
    m = columns("c", c, rows);
    hessian = product(a, n, a, n, rows);
    mixed = product(a, n, c, m, rows);
    linear = product(a, n, b, 1, rows);
    thetaGram = product(c, m, c, m, rows);
    thetaLinear = product(c, m, b, 1, rows);
    constant = Vectors.dot(b, b) / 2;
    double[] eigenvalues = SymmetricEigen.values(hessian, n);
    smallest = eigenvalues[0];
    largest = eigenvalues[n - 1];
    double[][] columns = new double[m][n];
    for (int k = 0; k < n * m; k++) {
      columns[k % m][k / m] = mixed[k];
    }
    mixedNorm = BoundEstimator.spectralNorm(columns);
  }

  private static int columns(String name, double[] matrix, int rows) {
    if (matrix.length == 0 || matrix.length % rows != 0) {
      throw Check.invalid("the length of " + name, matrix.length, "a multiple of " + rows);
    }
    Vectors.finite(name, matrix);
    return matrix.length / rows;
  }

  /** Pᵀ Q of two row-major matrices of as many rows. */
  private static double[] product(double[] p, int width, double[] q, int other, int rows) {
    double[] result = new double[width * other];
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < width; i++) {
        for (int j = 0; j < other; j++) {
          result[i * other + j] += p[r * width + i] * q[r * other + j];
        }
      }
    }
    return result;
  }

  /** y ← y + factor M x of a row-major matrix with as many columns as x is long. */
  private static void add(double[] matrix, double[] x, double factor, double[] y) {
    for (int i = 0; i < y.length; i++) {
      double sum = 0;
      for (int j = 0; j < x.length; j++) {
        sum += matrix[i * x.length + j] * x[j];
      }
      y[i] += factor * sum;
    }
  }

  @Override
  public int dimension() {
    return n;
  }

  @Override
  public int parameters() {
    return m;
  }

  @Override
  public double value(double[] x, double[] theta) {
    double[] half = new double[n];
    add(hessian, x, 0.5, half);
    add(mixed, theta, 1, half);
    double[] thetaHalf = new double[m];
    add(thetaGram, theta, 0.5, thetaHalf);
    return Vectors.dot(half, x)
        - Vectors.dot(linear, x)
        + Vectors.dot(thetaHalf, theta)
        - Vectors.dot(thetaLinear, theta)
        + constant;
  }

  @Override
  public void gradient(double[] x, double[] theta, double[] gradient) {
    for (int i = 0; i < n; i++) {
      gradient[i] = -linear[i];
    }
    add(hessian, x, 1, gradient);
    add(mixed, theta, 1, gradient);
  }

  @Override
  public void hessianProduct(double[] x, double[] theta, double[] v, double[] product) {
    Arrays.fill(product, 0);
    add(hessian, v, 1, product);
  }

  @Override
  public void mixedTransposed(double[] x, double[] theta, double[] q, double[] product) {
    Arrays.fill(product, 0);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        product[j] += mixed[i * m + j] * q[i];
      }
    }
  }

  @Override
  public void mixed(double[] x, double[] theta, double[] u, double[] product) {
    Arrays.fill(product, 0);
    add(mixed, u, 1, product);
  }

  @Override
  public double strongConvexity(double[] theta) {
    return smallest;
  }

  @Override
  public double smoothness(double[] theta) {
    return largest;
  }

  @Override
  public OptionalDouble mixedNorm(double[] x, double[] theta) {
    return OptionalDouble.of(mixedNorm);
  }

  @Override
  public OptionalDouble mixedLipschitz(double[] theta) {
    return OptionalDouble.of(0);
  }

  @Override
  public OptionalDouble inverseLipschitz(double[] theta) {
    return OptionalDouble.of(0);
  }
}
