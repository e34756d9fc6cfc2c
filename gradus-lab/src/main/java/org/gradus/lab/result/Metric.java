package org.gradus.lab.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The number by which methods are judged, measured on validation data for choices and on test data
 * for the result.
 *
 * @param name such as {@code accuracy}, {@code RMSE}, {@code perplexity}, {@code objective gap}
 * @param direction which way is better
 * @param unit {@link #FRACTION} for a share in [0, 1], which people are shown as per cent; else the
 *     unit's name, such as {@code nats}, or empty for a plain number
 */
public record Metric(String name, Direction direction, String unit) {

  /** The unit of a share in [0, 1]. */
  public static final String FRACTION = "fraction";

  /** Which way is better. */
  public enum Direction {
    /** Such as accuracy. */
    @JsonProperty("higher")
    HIGHER,
    /** Such as an error or a loss. */
    @JsonProperty("lower")
    LOWER
  }

  /** Checks that name, direction and unit are there; the unit may be empty. */
  public Metric {
    Require.text("metric.name", name);
    Require.present("metric.direction", direction);
    Require.present("metric.unit", unit);
  }

  /** Whether larger values are better. */
  @JsonIgnore
  public boolean higherIsBetter() {
    return direction == Direction.HIGHER;
  }

  /** Whether people are shown this metric as per cent. */
  @JsonIgnore
  public boolean isFraction() {
    return unit.equals(FRACTION);
  }

  /** Whether {@code a} is strictly better than {@code b}; false if either is NaN. */
  public boolean isBetter(double a, double b) {
    return higherIsBetter() ? a > b : a < b;
  }
}
