package org.gradus.lab.method;

import java.util.List;
import org.gradus.core.Check;
import org.gradus.sharpness.Mesa;
import org.gradus.sharpness.Regularized;
import org.gradus.sharpness.Saf;

/**
 * SAF and MESA. What their papers count in epochs of long trainings is here a part of the epochs
 * planned, 30 % as their authors advise, so that a short training has active epochs too.
 */
final class TrajectoryWrappers {
  private static final double START = 0.3;

  /**
   * SAF's settings.
   *
   * @param epochsBack at most so many as the epochs before the term acts allow
   */
  record SafConfig(double penalty, double temperature, double startFraction, int epochsBack) {
    SafConfig {
      Check.nonNegative("penalty", penalty);
      Check.positive("temperature", temperature);
      Check.between("startFraction", startFraction, 0, 1);
      Check.atLeast("epochsBack", epochsBack, 1);
    }

    Saf.Config of(Run run) {
      int start = start(startFraction, run);
      return new Saf.Config(
          penalty, temperature, start, Math.min(epochsBack, start + 1), Integer.MAX_VALUE);
    }
  }

  /** MESA's settings; its β is 1 − 1/(steps of the epochs the average reaches back). */
  record MesaConfig(
      double penalty, double temperature, double startFraction, double averageEpochs) {
    MesaConfig {
      Check.nonNegative("penalty", penalty);
      Check.positive("temperature", temperature);
      Check.between("startFraction", startFraction, 0, 1);
      Check.positive("averageEpochs", averageEpochs);
    }

    Mesa.Config of(Run run) {
      double reach = Math.max(1, averageEpochs * run.stepsPerEpoch());
      return new Mesa.Config(
          penalty, temperature, start(startFraction, run), Integer.MAX_VALUE, 1 - 1 / reach, false);
    }
  }

  private TrajectoryWrappers() {}

  static List<Wrapper> all() {
    return List.of(saf(), mesa());
  }

  private static int start(double fraction, Run run) {
    return (int) Math.round(fraction * run.epochs());
  }

  private static Wrapper saf() {
    Saf.Config standard = Saf.Config.standard();
    return Wrapper.of(
        "saf",
        "SAF",
        "a penalty on how far each example's outputs moved in a few epochs",
        "no pass more than its base; outputs of every example in the last epochs",
        "sgd",
        Form.of(
                new SafConfig(
                    standard.lambda(), standard.temperature(), START, standard.epochsBack()))
            .search("penalty", 0.03, 3),
        (base, c, run) ->
            new Regularized(base, new Saf(run.examples(), run.stepsPerEpoch(), c.of(run))));
  }

  private static Wrapper mesa() {
    Mesa.Config standard = Mesa.Config.standard();
    return Wrapper.of(
        "mesa",
        "MESA",
        "a penalty on how far the outputs are from those of an average of past weights",
        "one forward pass and one vector more than its base",
        "sgd",
        Form.of(new MesaConfig(standard.lambda(), standard.temperature(), START, 2))
            .search("penalty", 0.08, 8),
        (base, c, run) ->
            new Regularized(base, new Mesa(base.parameters(), run.stepsPerEpoch(), c.of(run))));
  }
}
