package org.gradus.curvature;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Tensors;

/**
 * The two operations on wide float64 matrices that libtorch does with twice the arithmetic or with
 * copies: it has no symmetric product, and its triangular solve transposes row-major matrices.
 */
final class Blas {
  private Blas() {}

  /**
   * The lower triangle of G Gᵀ.
   *
   * @param g of shape [m, d], rows contiguous, in main memory
   * @param result contiguous, of shape [m, m]; its upper triangle is left alone
   * @throws NonFiniteException if a gradient is not finite or its square overflows
   */
  static void gram(Tensor g, Tensor result) {
    int m = Math.toIntExact(g.size(0));
    openblas_nolapack.cblas_dsyrk(
        openblas_nolapack.CblasRowMajor,
        openblas_nolapack.CblasLower,
        openblas_nolapack.CblasNoTrans,
        m,
        Math.toIntExact(g.size(1)),
        1,
        g.data_ptr_double(),
        rowStride(g),
        0,
        result.data_ptr_double(),
        m);
    requireFinite(result.diagonal());
  }

  /** Checks squares of gradients: cheaper than looking at every entry. */
  static void requireFinite(Tensor squares) {
    if (!Tensors.allFinite(squares)) {
      throw new NonFiniteException("a gradient for the Fisher matrix is not finite");
    }
  }

  /**
   * G ← L⁻¹ G in place.
   *
   * @param lower L, contiguous, of shape [m, m]; its upper triangle is not read
   * @param g of shape [m, d], rows contiguous, in main memory
   */
  static void solve(Tensor lower, Tensor g) {
    int m = Math.toIntExact(g.size(0));
    openblas_nolapack.cblas_dtrsm(
        openblas_nolapack.CblasRowMajor,
        openblas_nolapack.CblasLeft,
        openblas_nolapack.CblasLower,
        openblas_nolapack.CblasNoTrans,
        openblas_nolapack.CblasNonUnit,
        m,
        Math.toIntExact(g.size(1)),
        1,
        lower.data_ptr_double(),
        m,
        g.data_ptr_double(),
        rowStride(g));
  }

  private static int rowStride(Tensor g) {
    // A single row may have any stride; BLAS wants at least its length.
    return Math.toIntExact(Math.max(g.stride(0), g.size(1)));
  }
}
