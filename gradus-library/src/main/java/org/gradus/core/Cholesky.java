package org.gradus.core;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrs;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import org.bytedeco.javacpp.DoublePointer;

/**
 * A = L Lᵀ for symmetric positive definite matrices of one order, again and again in the same
 * memory.
 *
 * <p>Small matrices are factored in Java, larger ones by LAPACK in native memory, which the garbage
 * collector frees. Cost: n³/3 to factor, 2 n² to solve.
 */
public final class Cholesky {
  /** Up to this order a call to LAPACK costs more than the loops it replaces. */
  private static final int SMALL = 24;

  private final int order;
  private final double[] small;
  private final DoublePointer large;
  private final DoublePointer side;
  private double smallestPivot;

  /** For matrices of this order. */
  public Cholesky(int order) {
    this.order = Check.atLeast("order", order, 1);
    boolean inJava = order <= SMALL;
    small = inJava ? new double[order * order] : null;
    large = inJava ? null : new DoublePointer((long) order * order);
    side = inJava ? null : new DoublePointer(order);
  }

  /**
   * Factors a matrix.
   *
   * @param matrix [n, n] row-major; only its lower triangle is read, and it is not changed
   * @return whether it is positive definite (in rounded arithmetic); if not, there is no factor
   */
  public boolean factor(double[] matrix) {
    if (small != null) {
      System.arraycopy(matrix, 0, small, 0, order * order);
      return factorSmall();
    }
    large.put(matrix, 0, order * order);
    // Row-major lower is column-major upper: nothing is transposed.
    if (LAPACKE_dpotrf(LAPACK_COL_MAJOR, (byte) 'U', order, large, order) != 0) {
      return false;
    }
    smallestPivot = Double.POSITIVE_INFINITY;
    for (long i = 0; i < order; i++) {
      smallestPivot = Math.min(smallestPivot, large.get(i * order + i));
    }
    return true;
  }

  private boolean factorSmall() {
    smallestPivot = Double.POSITIVE_INFINITY;
    for (int j = 0; j < order; j++) {
      double pivot = small[j * order + j];
      for (int k = 0; k < j; k++) {
        pivot -= small[j * order + k] * small[j * order + k];
      }
      if (!(pivot > 0) || Double.isInfinite(pivot)) {
        return false;
      }
      double root = Math.sqrt(pivot);
      smallestPivot = Math.min(smallestPivot, root);
      small[j * order + j] = root;
      for (int i = j + 1; i < order; i++) {
        double sum = small[i * order + j];
        for (int k = 0; k < j; k++) {
          sum -= small[i * order + k] * small[j * order + k];
        }
        small[i * order + j] = sum / root;
      }
    }
    return true;
  }

  /** The smallest diagonal entry of L of the last successful {@link #factor}. */
  public double smallestPivot() {
    return smallestPivot;
  }

  /**
   * x ← A⁻¹ x with the last successful factor.
   *
   * @param x of length n, overwritten
   */
  public void solve(double[] x) {
    if (small == null) {
      side.put(x, 0, order);
      LAPACKE_dpotrs(LAPACK_COL_MAJOR, (byte) 'U', order, 1, large, order, side, order);
      side.get(x, 0, order);
      return;
    }
    for (int i = 0; i < order; i++) {
      double sum = x[i];
      for (int k = 0; k < i; k++) {
        sum -= small[i * order + k] * x[k];
      }
      x[i] = sum / small[i * order + i];
    }
    for (int i = order - 1; i >= 0; i--) {
      double sum = x[i];
      for (int k = i + 1; k < order; k++) {
        sum -= small[k * order + i] * x[k];
      }
      x[i] = sum / small[i * order + i];
    }
  }
}
