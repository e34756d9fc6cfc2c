package org.gradus.lab.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.lab.result.CurvePoint;

/**
 * What a finished job left.
 *
 * @param seed its seed
 * @param hyperParameters the searched values it used
 * @param testMetric the metric on test data; NaN for a trial and for a diverged run
 * @param divergedAtStep the step (from 1) that was not finite, or {@code null}
 * @param seconds training time, evaluation excluded
 * @param epochs epochs done
 * @param curve one point an epoch
 * @param threads threads it used
 * @param gradusVersion what trained it
 */
record JobRecord(
    long seed,
    Map<String, Double> hyperParameters,
    double testMetric,
    Long divergedAtStep,
    double seconds,
    double epochs,
    List<CurvePoint> curve,
    int threads,
    String gradusVersion) {
  JobRecord {
    hyperParameters = new LinkedHashMap<>(hyperParameters);
    curve = List.copyOf(curve);
  }

  boolean diverged() {
    return divergedAtStep != null;
  }

  /** The validation metric at the end; NaN if it diverged before. */
  double validationMetric() {
    return diverged() || curve.isEmpty() ? Double.NaN : last().validationMetric();
  }

  /** The validation loss at the end; NaN if it diverged before. */
  double validationLoss() {
    return diverged() || curve.isEmpty() ? Double.NaN : last().validationLoss();
  }

  /** The training loss of the last epoch; NaN if it diverged before. */
  double trainLoss() {
    return diverged() || curve.isEmpty() ? Double.NaN : last().trainLoss();
  }

  private CurvePoint last() {
    return curve.get(curve.size() - 1);
  }
}
