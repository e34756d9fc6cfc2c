package org.gradus.core;

import java.util.Arrays;

/**
 * A sparse matrix in compressed row storage (CSR), in float64.
 *
 * <p>Row i holds the entries k with {@code rowStarts[i] <= k < rowStarts[i + 1]}: value {@code
 * values[k]} in column {@code columnIndices[k]}. The arrays are not copied: whoever passes them
 * hands them over.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param rowStarts first entry of each row, and the number of entries: length rows + 1, from 0,
 *     never decreasing
 * @param columnIndices column of each entry, in [0, columns)
 * @param values the entries, finite or not
 */
public record SparseMatrix(
    int rows, int columns, int[] rowStarts, int[] columnIndices, double[] values) {

  /** Checks that the arrays describe a matrix of this shape. */
  public SparseMatrix {
    Check.atLeast("rows", rows, 0);
    Check.atLeast("columns", columns, 0);
    if (rowStarts.length != rows + 1 || rowStarts[0] != 0) {
      throw Check.invalid(
          "rowStarts", "of length " + rowStarts.length, "rows + 1 = " + (rows + 1L) + " from 0");
    }
    for (int i = 0; i < rows; i++) {
      if (rowStarts[i + 1] < rowStarts[i]) {
        throw Check.invalid(
            "rowStarts[" + (i + 1) + "]", rowStarts[i + 1], ">= rowStarts[" + i + "]");
      }
    }
    int entries = rowStarts[rows];
    if (columnIndices.length != entries || values.length != entries) {
      throw Check.invalid(
          "the number of columnIndices and values",
          columnIndices.length + " and " + values.length,
          "rowStarts[rows] = " + entries);
    }
    for (int k = 0; k < entries; k++) {
      if (columnIndices[k] < 0 || columnIndices[k] >= columns) {
        throw Check.invalid(
            "columnIndices[" + k + "]", columnIndices[k], "in [0, " + columns + ")");
      }
    }
  }

  /**
   * The non-zeros of a matrix.
   *
   * @param dense its rows, of one length, at least one
   */
  public static SparseMatrix of(double[][] dense) {
    Check.atLeast("rows", dense.length, 1);
    int columns = dense[0].length;
    int[] starts = new int[dense.length + 1];
    int[] indices = new int[dense.length * columns];
    double[] entries = new double[indices.length];
    int count = 0;
    for (int i = 0; i < dense.length; i++) {
      if (dense[i].length != columns) {
        throw Check.invalid("the length of row " + i, dense[i].length, columns + ", row 0's");
      }
      for (int j = 0; j < columns; j++) {
        if (dense[i][j] != 0) {
          indices[count] = j;
          entries[count++] = dense[i][j];
        }
      }
      starts[i + 1] = count;
    }
    return new SparseMatrix(
        dense.length,
        columns,
        starts,
        Arrays.copyOf(indices, count),
        Arrays.copyOf(entries, count));
  }

  /** Number of stored entries. */
  public int entries() {
    return values.length;
  }

  /**
   * y ← A x.
   *
   * @param x of length columns
   * @param y of length rows, overwritten
   */
  public void multiply(double[] x, double[] y) {
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int k = rowStarts[i]; k < rowStarts[i + 1]; k++) {
        sum += values[k] * x[columnIndices[k]];
      }
      y[i] = sum;
    }
  }

  /**
   * y ← y + Aᵀ x.
   *
   * @param x of length rows
   * @param y of length columns, added to
   */
  public void addTransposedProduct(double[] x, double[] y) {
    for (int i = 0; i < rows; i++) {
      double xi = x[i];
      for (int k = rowStarts[i]; k < rowStarts[i + 1]; k++) {
        y[columnIndices[k]] += values[k] * xi;
      }
    }
  }

  /** Aᵀ, its rows in order: the columns of A. */
  public SparseMatrix transposed() {
    int[] starts = new int[columns + 1];
    for (int column : columnIndices) {
      starts[column + 1]++;
    }
    for (int j = 0; j < columns; j++) {
      starts[j + 1] += starts[j];
    }
    int[] next = starts.clone();
    int[] indices = new int[entries()];
    double[] entries = new double[entries()];
    for (int i = 0; i < rows; i++) {
      for (int k = rowStarts[i]; k < rowStarts[i + 1]; k++) {
        int at = next[columnIndices[k]]++;
        indices[at] = i;
        entries[at] = values[k];
      }
    }
    return new SparseMatrix(columns, rows, starts, indices, entries);
  }
}
