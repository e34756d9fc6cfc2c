package org.gradus.schedule;

import org.gradus.core.Check;

/** Each step takes as many examples more than the one before, up to a largest size. */
public final class LinearRamp extends ScheduledBatchSize {
  private final int first;
  private final int increment;
  private final int largest;

  /**
   * A ramp.
   *
   * @param first size of step 0, at least 1
   * @param increment what each step adds, at least 0
   * @param largest where it ends, at least {@code first}
   */
  public LinearRamp(int first, int increment, int largest) {
    this.first = Check.atLeast("first batch size", first, 1);
    this.increment = Check.atLeast("increment", increment, 0);
    this.largest = Check.atLeast("largest batch size", largest, first);
  }

  @Override
  int size(long step, long before) {
    return (int) Math.min(largest, first + (double) increment * step);
  }
}
