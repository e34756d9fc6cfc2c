package org.gradus.lowrank;

import java.util.Arrays;
import org.gradus.core.Check;

/** Single entries of X, some of which may be wrong: robust matrix completion. */
public final class EntryMeasurements implements Measurements.OfFactor {
  private final int dimension;
  private final int[] rows;
  private final int[] columns;

  /**
   * The places that are measured.
   *
   * @param dimension d
   * @param rows row of each measurement, in [0, d)
   * @param columns column of each, as many
   */
  public EntryMeasurements(int dimension, int[] rows, int[] columns) {
    this.dimension = Check.atLeast("dimension", dimension, 1);
    if (rows.length != columns.length || rows.length == 0) {
      throw Check.invalid(
          "the number of rows and columns",
          rows.length + " and " + columns.length,
          "the same, and not 0");
    }
    for (int i = 0; i < rows.length; i++) {
      requireIndex("rows[" + i + "]", rows[i]);
      requireIndex("columns[" + i + "]", columns[i]);
    }
    this.rows = rows.clone();
    this.columns = columns.clone();
  }

  private void requireIndex(String name, int index) {
    if (index < 0 || index >= dimension) {
      throw Check.invalid(name, index, "in [0, " + dimension + ")");
    }
  }

  @Override
  public int count() {
    return rows.length;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public void apply(double[] x, double[] out) {
    for (int i = 0; i < rows.length; i++) {
      out[i] = x[rows[i] * dimension + columns[i]];
    }
  }

  @Override
  public void applyToFactor(double[] u, int width, double[] out) {
    for (int i = 0; i < rows.length; i++) {
      double sum = 0;
      for (int c = 0; c < width; c++) {
        sum += u[rows[i] * width + c] * u[columns[i] * width + c];
      }
      out[i] = sum;
    }
  }

  @Override
  public void adjoint(double[] weights, double[] out) {
    Arrays.fill(out, 0, dimension * dimension, 0);
    for (int i = 0; i < rows.length; i++) {
      out[rows[i] * dimension + columns[i]] += weights[i];
    }
  }
}
