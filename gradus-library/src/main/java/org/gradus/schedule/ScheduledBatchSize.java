package org.gradus.schedule;

import org.gradus.core.Evaluation;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.State;
import org.gradus.train.BatchSizePolicy;

/** Batch sizes that depend on how far training is, not on what it finds. */
abstract class ScheduledBatchSize implements BatchSizePolicy {
  private long steps;
  private long samples;

  /**
   * The size of a step.
   *
   * @param step its index, from 0
   * @param before examples of all steps before
   */
  abstract int size(long step, long before);

  @Override
  public final int size() {
    return size(steps, samples);
  }

  @Override
  public final Evaluation measure(Optimizer optimizer, Objective objective, long examples) {
    Evaluation evaluation = optimizer.measure(objective);
    steps++;
    samples += examples;
    return evaluation;
  }

  @Override
  public final void save(State state) {
    state.put("steps", steps);
    state.put("samples", samples);
  }

  @Override
  public final void load(State state) {
    steps = state.whole("steps");
    samples = state.whole("samples");
  }
}
