package org.gradus.curvature;

import org.bytedeco.pytorch.Tensor;

/**
 * Gradients, rows of an m × d matrix, in pages of consecutive rows: how {@link InverseFisher#paged}
 * reads and replaces them where they do not fit into memory.
 */
public interface GradientPages {
  /** The number of gradients m. */
  long rows();

  /** The number of parameters d. */
  long columns();

  /** The number of pages, at least 1. */
  int count();

  /**
   * A page's rows.
   *
   * @return float64 of shape [rows of the page, d]; the caller may write to it
   */
  Tensor read(int page);

  /**
   * Replaces a page's rows.
   *
   * @param rows what {@link #read} returned, or a tensor like it
   */
  void write(int page, Tensor rows);
}
