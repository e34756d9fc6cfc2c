package org.gradus.transport;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Tensors;

/**
 * Entropy-regularised optimal transport between two histograms.
 *
 * <pre>
 * minimise  ⟨C, P⟩ + (1/η) Σᵢⱼ Pᵢⱼ log Pᵢⱼ   over P ≥ 0 with  P 1 = r,  Pᵀ 1 = c
 * </pre>
 *
 * <p>Its concave dual, which the solvers of this package maximise over potentials x and y, is
 *
 * <pre>
 * f(x, y) = −(1/η) Σᵢⱼ exp(η(xᵢ + yⱼ − Cᵢⱼ) − 1) + ⟨r, x⟩ + ⟨c, y⟩
 * </pre>
 *
 * <p>and Pᵢⱼ = exp(η(xᵢ + yⱼ − Cᵢⱼ) − 1) is the plan of a dual point. Large η is weak
 * regularisation: ⟨C, P⟩ is then within min(H(r), H(c))/η of the unregularised optimum.
 *
 * @param cost C, [n, m], any finite numbers; held as contiguous float64 in main memory and not
 *     copied where it is that already, so the caller must not change it
 * @param rowMarginal r, length n, each > 0
 * @param columnMarginal c, length m, each > 0, with the sum of r to 10⁻⁸ relative; it is scaled to
 *     that sum exactly
 * @param eta η > 0, the inverse temperature
 */
public record TransportProblem(
    Tensor cost, double[] rowMarginal, double[] columnMarginal, double eta) {

  private static final double SUM_TOLERANCE = 1e-8;

  /**
   * Validates and copies.
   *
   * @throws IllegalArgumentException naming what is wrong: shape, non-finite cost, a marginal that
   *     is not positive and finite (with its index), sums that differ (with both), η
   */
  public TransportProblem {
    cost = dense(cost);
    requireShape("rowMarginal", rowMarginal, cost.size(0), "rows");
    requireShape("columnMarginal", columnMarginal, cost.size(1), "columns");
    Check.positive("eta", eta);
    rowMarginal = positive("rowMarginal", rowMarginal);
    columnMarginal = positive("columnMarginal", columnMarginal);
    double rowSum = sum(rowMarginal);
    double columnSum = sum(columnMarginal);
    if (!(Math.abs(rowSum - columnSum) <= SUM_TOLERANCE * Math.max(rowSum, columnSum))) {
      throw new IllegalArgumentException(
          "rowMarginal sums to "
              + rowSum
              + " and columnMarginal to "
              + columnSum
              + "; the sums must be equal to 1e-8 relative: normalise both");
    }
    for (int j = 0; j < columnMarginal.length; j++) {
      columnMarginal[j] *= rowSum / columnSum;
    }
  }

  /** A problem from the rows of its cost matrix. */
  public static TransportProblem of(
      double[][] cost, double[] rowMarginal, double[] columnMarginal, double eta) {
    int n = cost.length;
    int m = n == 0 ? 0 : cost[0].length;
    double[] flat = new double[Math.multiplyExact(n, m)];
    for (int i = 0; i < n; i++) {
      if (cost[i].length != m) {
        throw Check.invalid("the length of cost row " + i, cost[i].length, m + " as in row 0");
      }
      System.arraycopy(cost[i], 0, flat, i * m, m);
    }
    return new TransportProblem(matrix(flat, n, m), rowMarginal, columnMarginal, eta);
  }

  /** A problem from its cost matrix in row-major order: entry (i, j) at i·m + j. */
  public static TransportProblem of(
      double[] cost, double[] rowMarginal, double[] columnMarginal, double eta) {
    long n = rowMarginal.length;
    long m = columnMarginal.length;
    if (cost.length != n * m) {
      throw Check.invalid("the length of cost", cost.length, "n m = " + n * m);
    }
    return new TransportProblem(matrix(cost, n, m), rowMarginal, columnMarginal, eta);
  }

  /** n, the number of rows. */
  public int rows() {
    return rowMarginal.length;
  }

  /** m, the number of columns. */
  public int columns() {
    return columnMarginal.length;
  }

  /** A copy of r. */
  @Override
  public double[] rowMarginal() {
    return rowMarginal.clone();
  }

  /** A copy of c. */
  @Override
  public double[] columnMarginal() {
    return columnMarginal.clone();
  }

  /** The mass that is moved: the sum of either marginal. */
  public double mass() {
    return sum(rowMarginal);
  }

  /** max C − min C. */
  public double costRange() {
    try (PointerScope scope = new PointerScope()) {
      return cost.max().item_double() - cost.min().item_double();
    }
  }

  /** The same problem at another η. */
  public TransportProblem withEta(double newEta) {
    return new TransportProblem(cost, rowMarginal, columnMarginal, newEta);
  }

  /** The problem of moving the other way: Cᵀ, with r and c exchanged. */
  public TransportProblem transposed() {
    return new TransportProblem(cost.t(), columnMarginal, rowMarginal, eta);
  }

  private static Tensor matrix(double[] values, long n, long m) {
    Tensor matrix = torch.zeros(new long[] {n, m}, new TensorOptions(ScalarType.Double));
    if (values.length > 0) {
      matrix.data_ptr_double().put(values, 0, values.length);
    }
    return matrix;
  }

  private static Tensor dense(Tensor cost) {
    if (!cost.defined() || cost.dim() != 2 || cost.numel() == 0) {
      throw Check.invalid(
          "cost",
          cost.defined() ? Tensors.describe(cost) : "undefined",
          "a matrix with rows and columns");
    }
    if (cost.size(0) > Integer.MAX_VALUE || cost.size(1) > Integer.MAX_VALUE) {
      throw Check.invalid("cost", Tensors.describe(cost), "of fewer than 2^31 rows and columns");
    }
    if (!Tensors.allFinite(cost)) {
      throw new IllegalArgumentException("cost has entries that are not finite numbers");
    }
    boolean ready =
        Tensors.type(cost) == ScalarType.Double
            && cost.device().is_cpu()
            && cost.is_contiguous()
            && !cost.requires_grad();
    return ready ? cost : Tensors.keep(cost.detach().cpu().to(ScalarType.Double).contiguous());
  }

  private static void requireShape(String name, double[] marginal, long length, String what) {
    if (marginal.length != length) {
      throw Check.invalid(
          "the length of " + name, marginal.length, length + ", the number of " + what);
    }
  }

  private static double[] positive(String name, double[] marginal) {
    for (int i = 0; i < marginal.length; i++) {
      if (!(marginal[i] > 0) || Double.isInfinite(marginal[i])) {
        throw Check.invalid(
            name + "[" + i + "]",
            marginal[i],
            "a finite number > 0" + (marginal[i] == 0 ? ": remove empty bins" : ""));
      }
    }
    return marginal.clone();
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
