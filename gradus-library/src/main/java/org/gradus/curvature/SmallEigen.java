package org.gradus.curvature;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The eigen-decomposition of a small symmetric matrix in float64, by LAPACK.
 *
 * @param values ascending
 * @param vectors entry [i][k] is component k of the unit eigenvector of value i
 */
record SmallEigen(double[] values, double[][] vectors) {
  /** Decomposes the leading n × n part; only its lower triangle is read. */
  static SmallEigen of(double[][] matrix, int n) {
    try (PointerScope scope = new PointerScope()) {
      double[] flat = new double[n * n];
      for (int i = 0; i < n; i++) {
        System.arraycopy(matrix[i], 0, flat, i * n, n);
      }
      Tensor dense = torch.zeros(new long[] {n, n}, new TensorOptions(ScalarType.Double));
      dense.copy_(Tensor.create(flat).view(n, n));
      T_TensorTensor_T parts = torch.linalg_eigh(dense, "L");
      double[] values = new double[n];
      parts.get0().contiguous().data_ptr_double().get(values);
      parts.get1().t().contiguous().data_ptr_double().get(flat);
      double[][] vectors = new double[n][n];
      for (int i = 0; i < n; i++) {
        System.arraycopy(flat, i * n, vectors[i], 0, n);
      }
      return new SmallEigen(values, vectors);
    }
  }

  int size() {
    return values.length;
  }
}
