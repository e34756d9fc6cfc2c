package org.gradus.lab.recipes;

import java.util.Objects;
import org.gradus.core.Check;
import org.gradus.core.Schedule;
import org.gradus.schedule.ScheduleShape;

/**
 * How long and along which schedule a run trains.
 *
 * @param name says the schedule, for piece keys
 * @param steps its length
 * @param schedule factor on the learning rate, which ends at {@code steps}
 */
public record Plan(String name, int steps, Schedule schedule) {
  private static final double WARMUP = 0.05;

  /** Checks the length. */
  public Plan {
    Check.atLeast("steps", steps, 1);
    Objects.requireNonNull(schedule, "schedule");
  }

  /**
   * 5 % linear warm-up, then half a cosine that ends at the last step.
   *
   * @param end the last factor
   */
  public static Plan cosine(int steps, double end) {
    ScheduleShape shape = ScheduleShape.cosine(end).withWarmup(WARMUP);
    return new Plan("cosine" + steps, steps, shape.over(steps));
  }

  /** A tenth after half of the steps and a hundredth after three quarters. */
  public static Plan halves(int steps) {
    return new Plan("steps" + steps, steps, ScheduleShape.stepwise(0.1, 0.5, 0.75).over(steps));
  }
}
