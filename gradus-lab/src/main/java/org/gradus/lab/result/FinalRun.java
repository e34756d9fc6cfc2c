package org.gradus.lab.result;

import java.util.List;

/**
 * One final run of a method with its chosen hyper-parameters.
 *
 * @param seed seed of weights and batch order, shared by all methods' runs of this seed
 * @param testMetric result on test data, in the metric's unit; NaN if diverged
 * @param validationMetric the same on validation data
 * @param trainLoss loss on training data at the end
 * @param diverged whether the run was stopped because its loss was no longer finite
 * @param divergedAtStep the step (from 1) at which that was seen; {@code null} if not diverged
 * @param seconds wall-clock time of training, evaluation excluded
 * @param epochs epochs (iterations, for a solver) done; fewer than planned if diverged
 * @param epochsToTarget epochs until the validation metric first met the target; {@code null} if
 *     never or if there is no target
 * @param secondsToTarget training seconds until then; {@code null} likewise
 * @param curve what was recorded along the way, in order
 */
public record FinalRun(
    long seed,
    double testMetric,
    double validationMetric,
    double trainLoss,
    boolean diverged,
    Long divergedAtStep,
    double seconds,
    double epochs,
    Double epochsToTarget,
    Double secondsToTarget,
    List<CurvePoint> curve) {

  /** Checks times, counts and that only a diverged run names the step of divergence. */
  public FinalRun {
    Require.notNegative("run.seconds", seconds);
    Require.notNegative("run.epochs", epochs);
    if (divergedAtStep != null) {
      Require.atLeast("run.divergedAtStep", divergedAtStep, 1);
      if (!diverged) {
        throw new IllegalArgumentException(
            "run.divergedAtStep must be null for a run that did not diverge, was "
                + divergedAtStep);
      }
    }
    curve = List.copyOf(Require.present("run.curve", curve));
  }

  /** Whether the run's test metric can enter means and differences: finished, and a number. */
  public boolean counts() {
    return !diverged && Double.isFinite(testMetric);
  }
}
