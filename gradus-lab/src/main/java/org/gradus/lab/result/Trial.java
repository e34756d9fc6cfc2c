package org.gradus.lab.result;

import java.util.Map;

/**
 * One tuning trial.
 *
 * @param index number of the trial, from 0
 * @param hyperParameters the values tried, by name
 * @param validationMetric the value choices are made by, in the metric's unit; NaN if diverged
 * @param diverged whether the trial was stopped because its loss was no longer finite
 * @param seconds wall-clock time of the trial
 */
public record Trial(
    int index,
    Map<String, Double> hyperParameters,
    double validationMetric,
    boolean diverged,
    double seconds) {
  /** Checks the index and the time. */
  public Trial {
    Require.atLeast("trial.index", index, 0);
    Require.notNegative("trial.seconds", seconds);
    hyperParameters = Require.ordered(hyperParameters);
  }
}
