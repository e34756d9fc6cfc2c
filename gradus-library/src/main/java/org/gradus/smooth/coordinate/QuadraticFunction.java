package org.gradus.smooth.coordinate;

import java.util.Arrays;
import org.gradus.core.Check;
import org.gradus.core.SparseMatrix;

/**
 * f(x) = ½ xᵀ A x − bᵀ x with a sparse symmetric positive semi-definite A; H = A.
 *
 * <p>Positive semi-definiteness itself is not checked, only what every such matrix has: Aᵢᵢ ≥ 0,
 * and a zero row where Aᵢᵢ = 0. An iterate keeps its gradient; a move costs the entries of the
 * block's rows.
 *
 * @param matrix A, each row's columns ascending and distinct
 * @param linear b
 */
public record QuadraticFunction(SparseMatrix matrix, double[] linear) implements BlockFunction {
  private static final double ASYMMETRY = 1e-12;

  /**
   * Validates and copies b.
   *
   * @throws IllegalArgumentException naming what is wrong: shapes, order of columns, the largest
   *     asymmetry, a negative diagonal entry, a zero one whose row or b is not zero
   */
  public QuadraticFunction {
    int n = Check.atLeast("rows of the matrix", matrix.rows(), 1);
    if (matrix.columns() != n) {
      throw Check.invalid("the matrix", n + " x " + matrix.columns(), "square");
    }
    if (linear.length != n) {
      throw Check.invalid("the length of linear", linear.length, n + ", the order of the matrix");
    }
    linear = linear.clone();
    requireAscending(matrix);
    requireSymmetric(matrix);
    requireDiagonal(matrix, linear);
  }

  private static void requireAscending(SparseMatrix matrix) {
    for (int i = 0; i < matrix.rows(); i++) {
      for (int k = matrix.rowStarts()[i] + 1; k < matrix.rowStarts()[i + 1]; k++) {
        if (matrix.columnIndices()[k] <= matrix.columnIndices()[k - 1]) {
          throw Check.invalid(
              "row " + i + " of the matrix", "not in order", "its columns ascending and distinct");
        }
      }
    }
  }

  private static void requireSymmetric(SparseMatrix matrix) {
    SparseMatrix transposed = matrix.transposed();
    double worst = 0;
    double largest = 0;
    for (int i = 0; i < matrix.rows(); i++) {
      int k = matrix.rowStarts()[i];
      int t = transposed.rowStarts()[i];
      while (k < matrix.rowStarts()[i + 1] || t < transposed.rowStarts()[i + 1]) {
        int column = k < matrix.rowStarts()[i + 1] ? matrix.columnIndices()[k] : Integer.MAX_VALUE;
        int other =
            t < transposed.rowStarts()[i + 1] ? transposed.columnIndices()[t] : Integer.MAX_VALUE;
        double a = column <= other ? matrix.values()[k++] : 0;
        double b = other <= column ? transposed.values()[t++] : 0;
        if (!Double.isFinite(a)) {
          throw Check.invalid("matrix entry (" + i + ", " + column + ")", a, "a finite number");
        }
        worst = Math.max(worst, Math.abs(a - b));
        largest = Math.max(largest, Math.abs(a));
      }
    }
    if (worst > ASYMMETRY * largest) {
      throw Check.invalid("the largest asymmetry of the matrix", worst, "0: give it symmetric");
    }
  }

  private static void requireDiagonal(SparseMatrix matrix, double[] linear) {
    for (int i = 0; i < linear.length; i++) {
      Check.finite("linear[" + i + "]", linear[i]);
      double diagonal =
          Check.nonNegative("matrix entry (" + i + ", " + i + ")", entry(matrix, i, i));
      if (diagonal > 0) {
        continue;
      }
      for (int k = matrix.rowStarts()[i]; k < matrix.rowStarts()[i + 1]; k++) {
        if (matrix.values()[k] != 0) {
          throw Check.invalid(
              "row " + i + " of the matrix", "not zero", "zero as its diagonal entry is");
        }
      }
      if (linear[i] != 0) {
        throw Check.invalid(
            "linear[" + i + "]", linear[i], "0 as the matrix's row is: f is unbounded otherwise");
      }
    }
  }

  static double entry(SparseMatrix matrix, int i, int j) {
    int k =
        Arrays.binarySearch(
            matrix.columnIndices(), matrix.rowStarts()[i], matrix.rowStarts()[i + 1], j);
    return k < 0 ? 0 : matrix.values()[k];
  }

  @Override
  public double[] linear() {
    return linear.clone();
  }

  double linear(int i) {
    return linear[i];
  }

  @Override
  public int dimension() {
    return linear.length;
  }

  @Override
  public double coordinateBound(int i) {
    return entry(matrix, i, i);
  }

  @Override
  public void blockBound(int[] block, double[] result) {
    for (int p = 0; p < block.length; p++) {
      for (int q = 0; q < block.length; q++) {
        result[p * block.length + q] = entry(matrix, block[p], block[q]);
      }
    }
  }

  @Override
  public double[] boundRowSums() {
    double[] sums = new double[linear.length];
    for (int i = 0; i < sums.length; i++) {
      for (int k = matrix.rowStarts()[i]; k < matrix.rowStarts()[i + 1]; k++) {
        sums[i] += Math.abs(matrix.values()[k]);
      }
    }
    return sums;
  }

  @Override
  public void boundProduct(double[] d, double[] result) {
    matrix.multiply(d, result);
  }

  @Override
  public BlockState at(double[] x) {
    return new State(this, x);
  }

  /** Keeps the gradient A x − b. */
  private static final class State implements BlockState {
    private final QuadraticFunction function;
    private final double[] x;
    private final double[] gradient;

    State(QuadraticFunction function, double[] x) {
      this.function = function;
      this.x = x.clone();
      gradient = new double[x.length];
      function.matrix.multiply(x, gradient);
      for (int i = 0; i < x.length; i++) {
        gradient[i] -= function.linear[i];
      }
    }

    @Override
    public double[] x() {
      return x;
    }

    @Override
    public double value() {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += x[i] * (gradient[i] - function.linear[i]);
      }
      return sum / 2;
    }

    @Override
    public double[] gradient() {
      return gradient;
    }

    @Override
    public void gradient(int[] block, double[] result) {
      for (int p = 0; p < block.length; p++) {
        result[p] = gradient[block[p]];
      }
    }

    @Override
    public void hessian(int[] block, double[] matrix) {
      function.blockBound(block, matrix);
    }

    @Override
    public double valueAfter(int[] block, double[] d) {
      double[] curvature = new double[block.length * block.length];
      function.blockBound(block, curvature);
      double change = 0;
      for (int p = 0; p < block.length; p++) {
        double product = 0;
        for (int q = 0; q < block.length; q++) {
          product += curvature[p * block.length + q] * d[q];
        }
        change += d[p] * (gradient[block[p]] + product / 2);
      }
      return value() + change;
    }

    @Override
    public void move(int[] block, double[] d) {
      SparseMatrix a = function.matrix;
      for (int p = 0; p < block.length; p++) {
        x[block[p]] += d[p];
        for (int k = a.rowStarts()[block[p]]; k < a.rowStarts()[block[p] + 1]; k++) {
          gradient[a.columnIndices()[k]] += a.values()[k] * d[p];
        }
      }
    }
  }
}
