package org.gradus.curvature;

import org.bytedeco.pytorch.Tensor;

/**
 * All rows in memory as one page.
 *
 * @param matrix float64 of shape [m, d], rows contiguous
 */
record OnePage(Tensor matrix) implements GradientPages {
  @Override
  public long rows() {
    return matrix.size(0);
  }

  @Override
  public long columns() {
    return matrix.size(1);
  }

  @Override
  public int count() {
    return 1;
  }

  @Override
  public Tensor read(int page) {
    return matrix;
  }

  /** Nothing to do: what {@link #read} returned is the matrix itself. */
  @Override
  public void write(int page, Tensor rows) {}
}
