package org.gradus.smooth;

import org.gradus.core.Check;

/**
 * u(x) = A x − b.
 *
 * @param matrix A, [m, n] row-major
 * @param offsets b, length m
 */
public record LinearResiduals(double[] matrix, double[] offsets) implements Residuals {
  /** Validates. */
  public LinearResiduals {
    Check.atLeast("rows", offsets.length, 1);
    if (matrix.length == 0 || matrix.length % offsets.length != 0) {
      throw Check.invalid(
          "the number of entries of the matrix",
          matrix.length,
          "a multiple of the rows " + offsets.length);
    }
  }

  @Override
  public int dimension() {
    return matrix.length / offsets.length;
  }

  @Override
  public int count() {
    return offsets.length;
  }

  @Override
  public double[] values(double[] x) {
    return Vectors.sum(Matrices.multiply(matrix, offsets.length, x), -1, offsets);
  }

  @Override
  public void transposedProduct(double[] x, double[] w, double[] result) {
    Matrices.transposedMultiply(matrix, w, result);
  }

  @Override
  public double[] gram(double[] x) {
    return Matrices.gram(matrix, offsets.length, dimension());
  }

  @Override
  public void addCurvature(double[] x, double[] w, double[] h) {}

  /** AᵀA + ρ I, the Gauss-Newton metric. */
  public Metric gaussNewtonMetric(double rho) {
    return LogSumExp.gramMetric(matrix, offsets.length, rho);
  }
}
