package org.gradus.optim.lowrank;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Stateful;

/** An update rule of one matrix, with the matrix's own state. */
interface MatrixRule extends Stateful {
  /**
   * One step.
   *
   * @param weight the matrix, as {@link MatrixView} turns it; written to
   * @param gradient its gradient, turned alike; not written to
   * @param learningRate η
   * @param decay η-free weight decay λ
   */
  void step(Tensor weight, Tensor gradient, double learningRate, double decay);

  /** Bytes of its state, the subspace included. */
  long bytes();
}
