package org.gradus.lab.result;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The range in which one hyper-parameter was searched.
 *
 * @param parameter the hyper-parameter's name, a key of {@link Trial#hyperParameters()}
 * @param low least value
 * @param high greatest value, not less than {@code low}
 * @param scale on which values were spread evenly
 */
public record SearchRange(String parameter, double low, double high, Scale scale) {

  /** How values are spread. */
  public enum Scale {
    /** Evenly in the logarithm; both ends are positive. */
    @JsonProperty("log")
    LOG,
    /** Evenly in the value. */
    @JsonProperty("linear")
    LINEAR
  }

  /** Checks the order of the ends, and that a logarithmic range is positive. */
  public SearchRange {
    Require.text("searchRange.parameter", parameter);
    Require.present("searchRange.scale", scale);
    if (!(low <= high) || Double.isInfinite(low) || Double.isInfinite(high)) {
      throw new IllegalArgumentException(
          "range of " + parameter + " must be finite with low <= high, was " + low + " to " + high);
    }
    if (scale == Scale.LOG && low <= 0) {
      throw new IllegalArgumentException(
          "logarithmic range of " + parameter + " must be positive, was " + low + " to " + high);
    }
  }
}
