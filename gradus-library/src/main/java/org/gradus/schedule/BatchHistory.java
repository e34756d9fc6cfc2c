package org.gradus.schedule;

import org.gradus.core.Check;

/** Recorded sizes, such as those another run arrived at; after the last, the last. */
public final class BatchHistory extends ScheduledBatchSize {
  private final int[] sizes;

  /**
   * Sizes to be replayed.
   *
   * @param sizes one a step, at least one, each at least 1
   */
  public BatchHistory(int... sizes) {
    Check.atLeast("number of sizes", sizes.length, 1);
    for (int size : sizes) {
      Check.atLeast("batch size", size, 1);
    }
    this.sizes = sizes.clone();
  }

  @Override
  int size(long step, long before) {
    return sizes[(int) Math.min(step, sizes.length - 1L)];
  }
}
