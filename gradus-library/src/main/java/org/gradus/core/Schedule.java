package org.gradus.core;

/**
 * A learning-rate schedule: the factor on the base learning rate at each step.
 *
 * <p>Schedules compose with any optimizer, also a wrapped one: the trainer sets {@code learningRate
 * = base · factor(step)} before each update. The usual shapes are in {@code
 * org.gradus.schedule.ScheduleShape}.
 */
@FunctionalInterface
public interface Schedule {
  /**
   * The factor for a step.
   *
   * @param step the update's index, counted from 0
   * @return a finite factor of at least 0
   */
  double factor(long step);

  /** Always 1. */
  static Schedule constant() {
    return step -> 1;
  }

  /**
   * This schedule after a linear warm-up: factors 1/w, 2/w, …, 1 for the first w steps, then this
   * schedule from its own step 0.
   *
   * @param warmup number of warm-up steps w, at least 0
   */
  default Schedule withWarmup(long warmup) {
    Check.atLeast("warmup", warmup, 0);
    return step -> step < warmup ? (step + 1.0) / warmup : factor(step - warmup);
  }
}
