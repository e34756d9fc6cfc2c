package org.gradus.lowrank;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Tensors;

/**
 * An orthonormal basis of a tall matrix's columns: B = Q R with Householder's reflections (LAPACK),
 * the diagonal of R not negative, which makes both unique where B has full rank.
 *
 * @param basis Q, row-major [rows, k]
 * @param factor R, row-major [k, k]
 */
record Orthonormal(double[] basis, double[] factor) {
  /** Factors a row-major matrix of the given width, at least as tall as wide. */
  static Orthonormal of(double[] matrix, int width) {
    try (PointerScope scope = new PointerScope()) {
      Tensor b = Tensors.matrix(matrix, matrix.length / width, width);
      T_TensorTensor_T qr = torch.linalg_qr(b);
      double[] q = Tensors.doubles(qr.get0());
      double[] r = Tensors.doubles(qr.get1());
      for (int c = 0; c < width; c++) {
        if (r[c * width + c] < 0) {
          negateRow(r, width, c);
          negateColumn(q, width, c);
        }
      }
      return new Orthonormal(q, r);
    }
  }

  /** V Rᵀ for a row-major V of the same width: then Q (V Rᵀ)ᵀ = B Vᵀ. */
  double[] carry(double[] v) {
    int k = width();
    double[] carried = new double[v.length];
    for (int row = 0; row < v.length; row += k) {
      for (int a = 0; a < k; a++) {
        double sum = 0;
        for (int c = a; c < k; c++) {
          sum += v[row + c] * factor[a * k + c];
        }
        carried[row + a] = sum;
      }
    }
    return carried;
  }

  /** Smallest over largest diagonal entry of R: near 0 where B lacks full rank. */
  double diagonalRatio() {
    double smallest = Double.POSITIVE_INFINITY;
    double largest = 0;
    int k = width();
    for (int c = 0; c < k; c++) {
      smallest = Math.min(smallest, factor[c * k + c]);
      largest = Math.max(largest, factor[c * k + c]);
    }
    return largest == 0 ? 0 : smallest / largest;
  }

  private int width() {
    return (int) Math.round(Math.sqrt(factor.length));
  }

  private static void negateRow(double[] r, int width, int row) {
    for (int c = 0; c < width; c++) {
      r[row * width + c] = -r[row * width + c];
    }
  }

  private static void negateColumn(double[] q, int width, int column) {
    for (int i = column; i < q.length; i += width) {
      q[i] = -q[i];
    }
  }
}
