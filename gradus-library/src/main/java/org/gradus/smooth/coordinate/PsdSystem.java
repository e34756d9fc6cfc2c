package org.gradus.smooth.coordinate;

import org.gradus.core.Cholesky;
import org.gradus.core.SymmetricEigen;

/**
 * x = M⁺ r for a symmetric positive semi-definite M: by Cholesky where M is well conditioned, else
 * by its eigenvalues, those up to 10⁻¹² of the largest counted as zero.
 */
final class PsdSystem {
  private static final double ZERO = 1e-12;

  /** Pivots below this part of the largest diagonal entry are left to the eigenvalues. */
  private static final double SAFE_PIVOT = 1e-8;

  private final int order;
  private final Cholesky factor;
  private final SymmetricEigen eigen;

  /** Factors a matrix [order, order]. */
  PsdSystem(double[] matrix, int order) {
    this.order = order;
    double largest = 0;
    for (int i = 0; i < order; i++) {
      largest = Math.max(largest, matrix[i * order + i]);
    }
    Cholesky cholesky = new Cholesky(order);
    boolean safe =
        cholesky.factor(matrix)
            && cholesky.smallestPivot() * cholesky.smallestPivot() > SAFE_PIVOT * largest;
    factor = safe ? cholesky : null;
    eigen = safe ? null : SymmetricEigen.of(matrix, order);
  }

  /** M⁺ r as a new array. */
  double[] solve(double[] right) {
    if (factor != null) {
      double[] x = right.clone();
      factor.solve(x);
      return x;
    }
    double[] x = new double[order];
    double cut = ZERO * Math.abs(eigen.values()[order - 1]);
    for (int k = 0; k < order; k++) {
      if (eigen.values()[k] > cut) {
        double along = 0;
        for (int i = 0; i < order; i++) {
          along += eigen.vectors()[k * order + i] * right[i];
        }
        for (int i = 0; i < order; i++) {
          x[i] += along / eigen.values()[k] * eigen.vectors()[k * order + i];
        }
      }
    }
    return x;
  }
}
