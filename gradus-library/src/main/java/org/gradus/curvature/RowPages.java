package org.gradus.curvature;

import org.bytedeco.pytorch.Tensor;

/** The rows of a tensor in memory: pages are views. */
final class RowPages implements GradientPages {
  private final Tensor matrix;
  private final int pageRows;

  RowPages(Tensor matrix, int pageRows) {
    this.matrix = matrix;
    this.pageRows = pageRows;
  }

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
    return Math.toIntExact((rows() + pageRows - 1) / pageRows);
  }

  @Override
  public Tensor read(int page) {
    long from = (long) page * pageRows;
    return matrix.narrow(0, from, Math.min(pageRows, rows() - from));
  }

  @Override
  public void write(int page, Tensor rows) {
    read(page).copy_(rows);
  }
}
