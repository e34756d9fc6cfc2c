package org.gradus.train;

import org.gradus.core.Check;
import org.gradus.core.Evaluation;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.State;

/** Steps of one size. */
record ConstantBatchSize(int size) implements BatchSizePolicy {
  ConstantBatchSize {
    Check.atLeast("batch size", size, 1);
  }

  @Override
  public Evaluation measure(Optimizer optimizer, Objective objective, long examples) {
    return optimizer.measure(objective);
  }

  /** Nothing: the size is a setting. */
  @Override
  public void save(State state) {}

  /** Nothing, as in {@link #save}. */
  @Override
  public void load(State state) {}
}
