package org.gradus.lab.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * What was recorded at one moment of a run.
 *
 * @param epoch epochs done (iterations, for a solver); may be a fraction
 * @param step optimizer steps done
 * @param seconds training time so far, evaluation excluded
 * @param trainLoss mean training loss since the point before (the objective, for a solver)
 * @param validationLoss loss on validation data
 * @param validationMetric the metric on validation data, in its unit
 * @param learningRate the learning rate then in force
 * @param values anything else recorded, by name, such as {@code gradientNorm}; left out when empty
 */
public record CurvePoint(
    double epoch,
    long step,
    double seconds,
    double trainLoss,
    double validationLoss,
    double validationMetric,
    double learningRate,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> values) {

  /** Checks that time and counts are not negative. */
  public CurvePoint {
    Require.notNegative("point.epoch", epoch);
    Require.atLeast("point.step", step, 0);
    Require.notNegative("point.seconds", seconds);
    values = Require.ordered(values);
  }
}
