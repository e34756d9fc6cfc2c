package org.gradus.lab.task;

import org.gradus.core.Likelihood;
import org.gradus.lab.data.TaskKind;
import org.gradus.lab.result.Metric;
import org.gradus.lab.result.Metric.Direction;

/** The number by which a network is judged. */
public enum Measure {
  /** The share of examples whose most probable class is the right one; higher is better. */
  ACCURACY("accuracy", Direction.HIGHER, Metric.FRACTION),
  /** √(mean squared error), in the unit of the user's target; lower is better. */
  RMSE("RMSE", Direction.LOWER, ""),
  /** Mean −log p(next character), in nats (1 nat = 1.4427 bits); lower is better. */
  CROSS_ENTROPY("cross-entropy", Direction.LOWER, "nats");

  private final String label;
  private final Direction direction;
  private final String unit;

  Measure(String label, Direction direction, String unit) {
    this.label = label;
    this.direction = direction;
    this.unit = unit;
  }

  /** Name, direction and unit. */
  public Metric metric() {
    return new Metric(label, direction, unit);
  }

  /** The usual measure of a kind of task. */
  public static Measure of(TaskKind kind) {
    return switch (kind) {
      case CLASSIFICATION -> ACCURACY;
      case REGRESSION -> RMSE;
      case LANGUAGE -> CROSS_ENTROPY;
    };
  }

  /** What the outputs of a network mean in a kind of task. */
  public static Likelihood likelihood(TaskKind kind) {
    return kind == TaskKind.REGRESSION ? Likelihood.GAUSSIAN : Likelihood.CATEGORICAL;
  }
}
