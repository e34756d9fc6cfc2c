package org.gradus.constrained;

import java.util.Arrays;
import org.gradus.core.SparseMatrix;

/** Collects a sparse matrix row by row; what is added twice to an entry is summed. */
final class SparseRows {
  private final int columns;
  private final double[] row;
  private final int[] touched;
  private final boolean[] isTouched;
  private final int[] starts;
  private int[] indices = new int[16];
  private double[] values = new double[16];
  private int rowsDone;
  private int inRow;
  private int count;

  SparseRows(int rows, int columns) {
    this.columns = columns;
    row = new double[columns];
    touched = new int[columns];
    isTouched = new boolean[columns];
    starts = new int[rows + 1];
  }

  void add(int column, double value) {
    if (!isTouched[column]) {
      isTouched[column] = true;
      touched[inRow++] = column;
    }
    row[column] += value;
  }

  /** Adds factor times a row of a matrix, its columns moved by an offset. */
  void addRow(double factor, SparseMatrix matrix, int i, int offset) {
    for (int k = matrix.rowStarts()[i]; k < matrix.rowStarts()[i + 1]; k++) {
      add(offset + matrix.columnIndices()[k], factor * matrix.values()[k]);
    }
  }

  void endRow() {
    if (count + inRow > indices.length) {
      int capacity = Math.max(2 * indices.length, count + inRow);
      indices = Arrays.copyOf(indices, capacity);
      values = Arrays.copyOf(values, capacity);
    }
    Arrays.sort(touched, 0, inRow);
    for (int k = 0; k < inRow; k++) {
      int column = touched[k];
      indices[count] = column;
      values[count++] = row[column];
      row[column] = 0;
      isTouched[column] = false;
    }
    inRow = 0;
    starts[++rowsDone] = count;
  }

  SparseMatrix build() {
    return new SparseMatrix(
        rowsDone, columns, starts, Arrays.copyOf(indices, count), Arrays.copyOf(values, count));
  }

  /** α A + β B. */
  static SparseMatrix sum(double alpha, SparseMatrix a, double beta, SparseMatrix b) {
    SparseRows sum = new SparseRows(a.rows(), a.columns());
    for (int i = 0; i < a.rows(); i++) {
      sum.addRow(alpha, a, i, 0);
      sum.addRow(beta, b, i, 0);
      sum.endRow();
    }
    return sum.build();
  }

  /** A + t I, every entry once. */
  static SparseMatrix shifted(SparseMatrix a, double t) {
    SparseRows sum = new SparseRows(a.rows(), a.columns());
    for (int i = 0; i < a.rows(); i++) {
      sum.addRow(1, a, i, 0);
      if (t != 0) {
        sum.add(i, t);
      }
      sum.endRow();
    }
    return sum.build();
  }

  /** A B. */
  static SparseMatrix product(SparseMatrix a, SparseMatrix b) {
    SparseRows product = new SparseRows(a.rows(), b.columns());
    for (int i = 0; i < a.rows(); i++) {
      for (int k = a.rowStarts()[i]; k < a.rowStarts()[i + 1]; k++) {
        product.addRow(a.values()[k], b, a.columnIndices()[k], 0);
      }
      product.endRow();
    }
    return product.build();
  }

  /** [[B, Gᵀ], [G, 0]]. */
  static SparseMatrix saddle(SparseMatrix b, SparseMatrix g) {
    int n = b.rows();
    SparseMatrix transposed = g.transposed();
    SparseRows rows = new SparseRows(n + g.rows(), n + g.rows());
    for (int i = 0; i < n; i++) {
      rows.addRow(1, b, i, 0);
      rows.addRow(1, transposed, i, n);
      rows.endRow();
    }
    for (int i = 0; i < g.rows(); i++) {
      rows.addRow(1, g, i, 0);
      rows.endRow();
    }
    return rows.build();
  }

  /** All entries, row-major. */
  static double[] dense(SparseMatrix a) {
    double[] dense = new double[a.rows() * a.columns()];
    for (int i = 0; i < a.rows(); i++) {
      for (int k = a.rowStarts()[i]; k < a.rowStarts()[i + 1]; k++) {
        dense[i * a.columns() + a.columnIndices()[k]] += a.values()[k];
      }
    }
    return dense;
  }

  static double[] product(SparseMatrix a, double[] x) {
    double[] y = new double[a.rows()];
    a.multiply(x, y);
    return y;
  }

  static double[] transposedProduct(SparseMatrix a, double[] x) {
    double[] y = new double[a.columns()];
    a.addTransposedProduct(x, y);
    return y;
  }
}
