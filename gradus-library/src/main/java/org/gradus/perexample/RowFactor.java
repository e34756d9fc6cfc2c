package org.gradus.perexample;

import org.bytedeco.pytorch.Tensor;

/** Gradients that are small enough to be held: those of biases and of a norm's scale and shift. */
final class RowFactor extends Factor {
  private final Tensor rows;

  /**
   * Given gradients.
   *
   * @param rows of shape [n, p]
   */
  RowFactor(Tensor parameter, Tensor rows) {
    super(parameter, rows.size(0));
    this.rows = rows;
  }

  @Override
  Tensor rows(long from, long count) {
    return rows.narrow(0, from, count);
  }
}
