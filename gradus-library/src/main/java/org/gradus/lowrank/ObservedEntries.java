package org.gradus.lowrank;

import org.gradus.core.Check;
import org.gradus.core.SparseMatrix;

/**
 * Some entries of a matrix: the set Ω with its values, sorted once by row and once by column.
 *
 * <p>Takes 24 bytes an entry. Sorting is by counting: O(|Ω| + m + n). A zero is an observed zero.
 */
public final class ObservedEntries {
  private final SparseMatrix byRow;
  private final SparseMatrix byColumn;

  private ObservedEntries(SparseMatrix byRow, SparseMatrix byColumn) {
    this.byRow = byRow;
    this.byColumn = byColumn;
  }

  /**
   * Entries in any order.
   *
   * @param rows m, the height of the whole matrix
   * @param columns n, its width
   * @param row row of each entry, from 0
   * @param column column of each entry, as many
   * @param value the entries, as many
   * @throws IllegalArgumentException naming the first index out of range, value that is not finite,
   *     or entry that is there twice
   */
  public static ObservedEntries of(int rows, int columns, int[] row, int[] column, double[] value) {
    Check.atLeast("rows", rows, 1);
    Check.atLeast("columns", columns, 1);
    if (row.length != column.length || row.length != value.length) {
      throw Check.invalid(
          "the number of rows, columns and values",
          row.length + ", " + column.length + " and " + value.length,
          "the same");
    }
    for (int e = 0; e < value.length; e++) {
      requireIndex("row", e, row[e], rows);
      requireIndex("column", e, column[e], columns);
      Check.finite("value of entry " + e, value[e]);
    }
    SparseMatrix byRow = sorted(rows, columns, row, column, value);
    return distinct(Sorting.transposed(Sorting.transposed(byRow)));
  }

  /** The stored entries of a sparse matrix, its columns in any order within a row. */
  public static ObservedEntries of(SparseMatrix matrix) {
    Check.atLeast("rows", matrix.rows(), 1);
    Check.atLeast("columns", matrix.columns(), 1);
    for (int e = 0; e < matrix.entries(); e++) {
      Check.finite("value of entry " + e, matrix.values()[e]);
    }
    return distinct(Sorting.transposed(Sorting.transposed(matrix)));
  }

  /** m, the number of rows. */
  public int rows() {
    return byRow.rows();
  }

  /** n, the number of columns. */
  public int columns() {
    return byRow.columns();
  }

  /** |Ω|. */
  public int count() {
    return byRow.entries();
  }

  /** P_Ω(M), columns ascending in each row; the caller must not change its arrays. */
  public SparseMatrix byRow() {
    return byRow;
  }

  /** P_Ω(M)ᵀ: row j of it is column j; the caller must not change its arrays. */
  public SparseMatrix byColumn() {
    return byColumn;
  }

  /** The entries of Mᵀ, without copying. */
  public ObservedEntries transposed() {
    return new ObservedEntries(byColumn, byRow);
  }

  /** ‖P_Ω(M)‖_F. */
  public double norm() {
    double sum = 0;
    for (double value : byRow.values()) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  /**
   * Only the entries of the largest connected part of the pattern, in a matrix of the same shape;
   * see {@link Connectivity}.
   */
  public ObservedEntries largestConnectedPart() {
    Connectivity connectivity = Connectivity.of(this);
    boolean[] kept = new boolean[count()];
    for (int i = 0; i < rows(); i++) {
      boolean inside = connectivity.partOfRow(i) == connectivity.largest();
      for (int e = byRow.rowStarts()[i]; e < byRow.rowStarts()[i + 1]; e++) {
        kept[e] = inside;
      }
    }
    return selected(kept);
  }

  /** The entries, numbered as {@link #byRow} has them, for which {@code kept} is true. */
  ObservedEntries selected(boolean[] kept) {
    SparseMatrix part = Sorting.selected(byRow, kept);
    return new ObservedEntries(part, Sorting.transposed(part));
  }

  private static ObservedEntries distinct(SparseMatrix byRow) {
    int[] columns = byRow.columnIndices();
    for (int i = 0; i < byRow.rows(); i++) {
      for (int e = byRow.rowStarts()[i] + 1; e < byRow.rowStarts()[i + 1]; e++) {
        if (columns[e] == columns[e - 1]) {
          throw new IllegalArgumentException(
              "entry ("
                  + i
                  + ", "
                  + columns[e]
                  + ") is observed twice, as "
                  + byRow.values()[e - 1]
                  + " and "
                  + byRow.values()[e]
                  + "; each entry may be given once: average or remove repeats");
        }
      }
    }
    return new ObservedEntries(byRow, Sorting.transposed(byRow));
  }

  /** A matrix of the given shape, rows sorted, entries of a row in the order given. */
  private static SparseMatrix sorted(
      int rows, int columns, int[] row, int[] column, double[] value) {
    int[] starts = Sorting.starts(rows, row);
    int[] next = starts.clone();
    int[] indices = new int[value.length];
    double[] values = new double[value.length];
    for (int e = 0; e < value.length; e++) {
      int at = next[row[e]]++;
      indices[at] = column[e];
      values[at] = value[e];
    }
    return new SparseMatrix(rows, columns, starts, indices, values);
  }

  private static void requireIndex(String what, int entry, int index, int length) {
    if (index < 0 || index >= length) {
      throw Check.invalid(what + " of entry " + entry, index, "in [0, " + length + ")");
    }
  }
}
