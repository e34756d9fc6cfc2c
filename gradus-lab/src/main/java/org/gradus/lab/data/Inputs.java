package org.gradus.lab.data;

import java.util.List;

/**
 * Examples without targets, ready for a trained model.
 *
 * <p>The array is not copied; nobody may change it.
 */
public final class Inputs {

  private final float[] values;
  private final long[] shape;
  private final int rows;
  private final List<String> rowNames;
  private final List<String> notices;

  Inputs(float[] values, long[] shape, int rows, List<String> rowNames, List<String> notices) {
    this.values = values;
    this.shape = shape;
    this.rows = rows;
    this.rowNames = List.copyOf(rowNames);
    this.notices = List.copyOf(notices);
  }

  /** Returns all inputs, row-major over (example, {@linkplain #shape() shape}). */
  public float[] values() {
    return values;
  }

  /** Returns the shape of one example. */
  public long[] shape() {
    return shape.clone();
  }

  /** Returns how many examples there are. */
  public int rows() {
    return rows;
  }

  /** Returns the file names of the examples where each is a file, else an empty list. */
  public List<String> rowNames() {
    return rowNames;
  }

  /**
   * Returns what the user should know: unseen categories, missing and ignored columns, counted, one
   * sentence each.
   */
  public List<String> notices() {
    return notices;
  }
}
