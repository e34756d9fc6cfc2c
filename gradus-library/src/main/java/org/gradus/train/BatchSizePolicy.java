package org.gradus.train;

import org.gradus.core.Evaluation;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.Stateful;

/**
 * How many examples each step takes.
 *
 * <p>A step of any loop goes: take {@link #size()} examples, {@link #measure} their objective, let
 * the optimizer update. {@link Trainer} does that; a loop of one's own may take the examples in any
 * order.
 */
public interface BatchSizePolicy extends Stateful {
  /** Examples of the next step, at least 1; an epoch's last batch may have fewer. */
  int size();

  /**
   * Lets the optimizer measure one step, and decides the size of the next.
   *
   * @param optimizer takes its derivatives, by {@link Optimizer#measure}, and no more
   * @param objective the step's
   * @param examples how many examples the step has
   * @return what the optimizer returned
   */
  Evaluation measure(Optimizer optimizer, Objective objective, long examples);

  /**
   * Checks that this policy suits data of so many examples; by default it does.
   *
   * @throws IllegalArgumentException if not
   */
  default void requireSuits(long examples) {}

  /** Steps of one size. */
  static BatchSizePolicy constant(int size) {
    return new ConstantBatchSize(size);
  }
}
