package org.gradus.optim.surrogate;

import org.bytedeco.pytorch.Tensor;

/**
 * A function of a mini-batch's outputs f that stands for the loss around z: its value at z is 0 and
 * its gradient there a multiple of G.
 */
public interface TargetModel {
  /**
   * The value, with a graph if the outputs have one.
   *
   * @param outputs f, of z's shape
   * @return a scalar tensor
   */
  Tensor value(Tensor outputs);

  /** The gradient at z as a multiple of G. */
  double slopeScale();
}
