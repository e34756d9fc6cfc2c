package org.gradus.lowrank;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Tensors;

/**
 * A matrix of rank at most k, as X = U Vᵀ.
 *
 * @param left U, [m, k], float64 in main memory
 * @param right V, [n, k], float64 in main memory
 */
public record LowRankFactors(Tensor left, Tensor right) {
  /** Checks that the shapes fit. */
  public LowRankFactors {
    requireMatrix("left", left);
    requireMatrix("right", right);
    if (left.size(1) != right.size(1)) {
      throw Check.invalid(
          "the widths of the factors", left.size(1) + " and " + right.size(1), "the same");
    }
  }

  /** Factors from arrays in row-major order, which are copied. */
  static LowRankFactors of(double[] left, double[] right, int rank) {
    try (PointerScope scope = new PointerScope()) {
      return new LowRankFactors(
          Tensors.keep(Tensors.matrix(left, left.length / rank, rank)),
          Tensors.keep(Tensors.matrix(right, right.length / rank, rank)));
    }
  }

  /** m. */
  public int rows() {
    return Math.toIntExact(left.size(0));
  }

  /** n. */
  public int columns() {
    return Math.toIntExact(right.size(0));
  }

  /** k. */
  public int rank() {
    return Math.toIntExact(left.size(1));
  }

  /**
   * Xᵢⱼ at the given places, in O(k) each.
   *
   * @param row rows from 0
   * @param column columns from 0, as many
   */
  public double[] at(int[] row, int[] column) {
    if (row.length != column.length) {
      throw Check.invalid("the number of columns", column.length, row.length + " as of rows");
    }
    double[] u = Tensors.doubles(left);
    double[] v = Tensors.doubles(right);
    int k = rank();
    double[] values = new double[row.length];
    for (int e = 0; e < values.length; e++) {
      double sum = 0;
      for (int c = 0; c < k; c++) {
        sum += u[row[e] * k + c] * v[column[e] * k + c];
      }
      values[e] = sum;
    }
    return values;
  }

  /** The whole X, [m, n]: only for matrices of which all m n entries fit in memory. */
  public Tensor toDense() {
    return left.mm(right.t());
  }

  /** The singular values of X, k of them, descending; O((m + n) k²). */
  public double[] singularValues() {
    try (PointerScope scope = new PointerScope()) {
      Tensor core = torch.linalg_qr(left).get1().mm(torch.linalg_qr(right).get1().t());
      return Tensors.doubles(torch.linalg_svdvals(core));
    }
  }

  /** Xᵀ. */
  public LowRankFactors transposed() {
    return new LowRankFactors(right, left);
  }

  private static void requireMatrix(String name, Tensor factor) {
    boolean fits =
        factor.defined()
            && factor.dim() == 2
            && factor.numel() > 0
            && Tensors.type(factor) == ScalarType.Double
            && factor.device().is_cpu();
    if (!fits) {
      throw Check.invalid(
          name,
          factor.defined() ? Tensors.describe(factor) : "undefined",
          "a float64 matrix on cpu");
    }
  }
}
