package org.gradus.lowrank;

import org.gradus.core.SparseMatrix;

/** Counting sorts of compressed rows. */
final class Sorting {
  private Sorting() {}

  /** Where each row starts, from the row of every entry. */
  static int[] starts(int rows, int[] row) {
    int[] starts = new int[rows + 1];
    for (int i : row) {
      starts[i + 1]++;
    }
    for (int i = 0; i < rows; i++) {
      starts[i + 1] += starts[i];
    }
    return starts;
  }

  /** Aᵀ, columns ascending in each of its rows. */
  static SparseMatrix transposed(SparseMatrix a) {
    int[] starts = starts(a.columns(), a.columnIndices());
    int[] next = starts.clone();
    int[] indices = new int[a.entries()];
    double[] values = new double[a.entries()];
    for (int i = 0; i < a.rows(); i++) {
      for (int e = a.rowStarts()[i]; e < a.rowStarts()[i + 1]; e++) {
        int at = next[a.columnIndices()[e]]++;
        indices[at] = i;
        values[at] = a.values()[e];
      }
    }
    return new SparseMatrix(a.columns(), a.rows(), starts, indices, values);
  }

  /** The entries for which {@code kept} is true, in the same shape. */
  static SparseMatrix selected(SparseMatrix a, boolean[] kept) {
    int[] starts = new int[a.rows() + 1];
    for (int i = 0; i < a.rows(); i++) {
      starts[i + 1] = starts[i];
      for (int e = a.rowStarts()[i]; e < a.rowStarts()[i + 1]; e++) {
        starts[i + 1] += kept[e] ? 1 : 0;
      }
    }
    int[] indices = new int[starts[a.rows()]];
    double[] values = new double[indices.length];
    int at = 0;
    for (int e = 0; e < a.entries(); e++) {
      if (kept[e]) {
        indices[at] = a.columnIndices()[e];
        values[at++] = a.values()[e];
      }
    }
    return new SparseMatrix(a.rows(), a.columns(), starts, indices, values);
  }
}
