package org.gradus.smooth.coordinate;

import org.gradus.core.SparseMatrix;

/** Entries of AᵀA from the columns of A. */
final class Gram {
  private final SparseMatrix columns;
  private final double[] dense;

  /** From Aᵀ. */
  Gram(SparseMatrix columns) {
    this.columns = columns;
    dense = new double[columns.columns()];
  }

  double squaredNorm(int column) {
    double sum = 0;
    double[] values = columns.values();
    for (int k = columns.rowStarts()[column]; k < columns.rowStarts()[column + 1]; k++) {
      sum += values[k] * values[k];
    }
    return sum;
  }

  /** The block of the given columns, each taken once, row-major. */
  double[] block(int[] chosen, int count) {
    double[] gram = new double[count * count];
    for (int p = 0; p < count; p++) {
      spread(chosen[p]);
      for (int q = p; q < count; q++) {
        gram[p * count + q] = dotWithSpread(chosen[q]);
        gram[q * count + p] = gram[p * count + q];
      }
      clear(chosen[p]);
    }
    return gram;
  }

  /** Column j of AᵀA, by going over the rows of A. */
  double[] column(int j, SparseMatrix rows) {
    double[] result = new double[rows.columns()];
    int[] starts = rows.rowStarts();
    for (int k = columns.rowStarts()[j]; k < columns.rowStarts()[j + 1]; k++) {
      int row = columns.columnIndices()[k];
      double value = columns.values()[k];
      for (int e = starts[row]; e < starts[row + 1]; e++) {
        result[rows.columnIndices()[e]] += value * rows.values()[e];
      }
    }
    return result;
  }

  private void spread(int column) {
    for (int k = columns.rowStarts()[column]; k < columns.rowStarts()[column + 1]; k++) {
      dense[columns.columnIndices()[k]] += columns.values()[k];
    }
  }

  private void clear(int column) {
    for (int k = columns.rowStarts()[column]; k < columns.rowStarts()[column + 1]; k++) {
      dense[columns.columnIndices()[k]] = 0;
    }
  }

  private double dotWithSpread(int column) {
    double sum = 0;
    for (int k = columns.rowStarts()[column]; k < columns.rowStarts()[column + 1]; k++) {
      sum += columns.values()[k] * dense[columns.columnIndices()[k]];
    }
    return sum;
  }
}
