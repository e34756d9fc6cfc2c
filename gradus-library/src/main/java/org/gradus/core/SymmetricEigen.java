package org.gradus.core;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

/**
 * A = V diag(λ) Vᵀ of a symmetric matrix, by LAPACK. Cost: about 9 n³.
 *
 * @param values λ, ascending
 * @param vectors eigenvector k in entries k n to (k + 1) n
 */
public record SymmetricEigen(double[] values, double[] vectors) {

  /**
   * Eigenvalues and eigenvectors.
   *
   * @param matrix [n, n] row-major, finite; only its lower triangle is read, and it is not changed
   * @throws NonFiniteException if LAPACK does not converge, which finite entries exclude
   */
  public static SymmetricEigen of(double[] matrix, int n) {
    double[] vectors = matrix.clone();
    return new SymmetricEigen(decompose(vectors, n, 'V'), vectors);
  }

  /** The eigenvalues alone, ascending. */
  public static double[] values(double[] matrix, int n) {
    return decompose(matrix.clone(), n, 'N');
  }

  private static double[] decompose(double[] matrix, int n, char job) {
    double[] values = new double[n];
    int info = LAPACKE_dsyevd(LAPACK_COL_MAJOR, (byte) job, (byte) 'U', n, matrix, n, values);
    if (info != 0) {
      throw new NonFiniteException(
          "the eigenvalues of a matrix of order " + n + " (LAPACK: " + info + ")");
    }
    return values;
  }
}
