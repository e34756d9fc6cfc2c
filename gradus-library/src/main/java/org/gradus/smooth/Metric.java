package org.gradus.smooth;

import org.gradus.core.Check;
import org.gradus.core.Cholesky;

/**
 * The norm a method measures in: |h| = √(hᵀ B h) for steps, |s|_* = √(sᵀ B⁻¹ s) for gradients.
 *
 * <p>B is factored once.
 */
public final class Metric {
  private final int dimension;
  private final double[] matrix;
  private final Cholesky factor;

  private Metric(int dimension, double[] matrix, Cholesky factor) {
    this.dimension = dimension;
    this.matrix = matrix;
    this.factor = factor;
  }

  /** B = I. */
  public static Metric identity(int dimension) {
    return new Metric(Check.atLeast("dimension", dimension, 1), null, null);
  }

  /**
   * The metric of a matrix.
   *
   * @param matrix B, [n, n] row-major, copied
   * @throws IllegalArgumentException if it is not symmetric, naming the largest asymmetry, or not
   *     positive definite
   */
  public static Metric of(double[] matrix, int n) {
    Matrices.requireSymmetric("the metric B", matrix, n);
    Cholesky factor = new Cholesky(n);
    if (!factor.factor(matrix)) {
      throw Check.invalid("the metric B", "not positive definite", "positive definite");
    }
    return new Metric(n, matrix.clone(), factor);
  }

  /** n. */
  public int dimension() {
    return dimension;
  }

  /** Whether B = I. */
  public boolean isIdentity() {
    return matrix == null;
  }

  /** |h|. */
  public double norm(double[] h) {
    return isIdentity() ? Vectors.norm(h) : Math.sqrt(Math.max(0, Vectors.dot(h, product(h))));
  }

  /** |s|_*. */
  public double dualNorm(double[] s) {
    return isIdentity() ? Vectors.norm(s) : Math.sqrt(Math.max(0, Vectors.dot(s, solve(s))));
  }

  /** B h, a new array. */
  public double[] product(double[] h) {
    return isIdentity() ? h.clone() : Matrices.multiply(matrix, dimension, h);
  }

  /** B⁻¹ s, a new array. */
  public double[] solve(double[] s) {
    double[] x = s.clone();
    if (factor != null) {
      factor.solve(x);
    }
    return x;
  }

  /** H ← H + λ B. */
  void addTo(double[] h, double lambda) {
    if (isIdentity()) {
      for (int i = 0; i < dimension; i++) {
        h[i * dimension + i] += lambda;
      }
    } else {
      Vectors.add(h, lambda, matrix);
    }
  }
}
