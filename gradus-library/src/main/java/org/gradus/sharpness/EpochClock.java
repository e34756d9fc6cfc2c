package org.gradus.sharpness;

import org.gradus.core.Check;
import org.gradus.core.State;
import org.gradus.core.Stateful;

/** Counts steps, and says which epoch it is. */
final class EpochClock implements Stateful {
  private final long stepsPerEpoch;
  private long steps;

  EpochClock(long stepsPerEpoch) {
    this.stepsPerEpoch = Check.atLeast("stepsPerEpoch", stepsPerEpoch, 1);
  }

  /** The epoch of the next step, from 0. */
  long epoch() {
    return steps / stepsPerEpoch;
  }

  /** Whether the next step is the first of its epoch. */
  boolean atStart() {
    return steps % stepsPerEpoch == 0;
  }

  void tick() {
    steps++;
  }

  @Override
  public void save(State state) {
    state.put("steps", steps);
  }

  @Override
  public void load(State state) {
    steps = state.whole("steps");
  }
}
