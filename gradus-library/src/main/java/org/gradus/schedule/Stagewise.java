package org.gradus.schedule;

import org.gradus.core.Check;

/** One size after another, each for as many examples. */
public final class Stagewise extends ScheduledBatchSize {
  private final long samplesPerStage;
  private final int[] sizes;

  /**
   * A ramp in stages.
   *
   * @param samplesPerStage examples of a stage, at least 1; the last stage does not end
   * @param sizes one a stage, at least one, each at least 1
   */
  public Stagewise(long samplesPerStage, int... sizes) {
    this.samplesPerStage = Check.atLeast("samples a stage", samplesPerStage, 1);
    Check.atLeast("number of stages", sizes.length, 1);
    for (int size : sizes) {
      Check.atLeast("batch size", size, 1);
    }
    this.sizes = sizes.clone();
  }

  @Override
  int size(long step, long before) {
    return sizes[(int) Math.min(before / samplesPerStage, sizes.length - 1L)];
  }
}
