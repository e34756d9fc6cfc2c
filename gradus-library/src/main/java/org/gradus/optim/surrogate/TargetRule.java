package org.gradus.optim.surrogate;

import org.gradus.core.Stateful;

/**
 * How far outputs may move: turns a loss gradient into a surrogate in the outputs.
 *
 * <p>Steps are given as α of the official code, twice the paper's η.
 */
public interface TargetRule extends Stateful {
  /**
   * The surrogate of a step. State changes only with {@link #commit}.
   *
   * @param point outputs and loss gradient; G is not zero everywhere
   * @param alpha α ≥ 0
   */
  TargetModel model(TargetPoint point, double alpha);

  /** Makes what the last {@link #model} found part of the state: the step was taken. */
  default void commit() {}
}
