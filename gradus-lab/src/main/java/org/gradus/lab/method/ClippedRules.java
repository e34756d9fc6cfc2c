package org.gradus.lab.method;

import java.util.List;
import org.gradus.core.Check;
import org.gradus.core.ParameterVector;
import org.gradus.optim.Adafactor;
import org.gradus.optim.AdamW;
import org.gradus.optim.ClipTarget;
import org.gradus.optim.ClippedAdam;
import org.gradus.optim.ClippedGradient;
import org.gradus.optim.ClippedSgd;
import org.gradus.optim.ClippedSgd.Step;
import org.gradus.optim.CoordinateClip;
import org.gradus.optim.Lion;

/**
 * Update rules with coordinate-wise clipping, and the rules their paper compares them with. Shares
 * and momentum are the paper's; learning rates reach a factor of ten or more to either side of the
 * released code's.
 */
final class ClippedRules {
  private static final double OF_SGD = 0.1;
  private static final double OF_ADAPTIVE = 0.5;

  /** What the SGD forms let people set. */
  record SgdConfig(double learningRate, double momentum, double dampening, double clipShare) {
    SgdConfig {
      Check.between("clipShare", clipShare, 0, 1);
    }

    /** A running mean of gradients, as in the released experiments. */
    static SgdConfig of(double learningRate, double clipShare) {
      return new SgdConfig(learningRate, 0.9, 0.9, clipShare);
    }

    ClippedSgd build(ParameterVector theta, Step step) {
      ClippedSgd.Config config = new ClippedSgd.Config(learningRate, momentum, dampening, step, 0);
      return new ClippedSgd(theta, config, CoordinateClip.of(clipShare));
    }
  }

  /** What clipped Adam lets people set. */
  record AdamConfig(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      double clipShare,
      ClipTarget clipTarget) {
    AdamConfig {
      Check.between("clipShare", clipShare, 0, 1);
    }

    ClippedAdam build(ParameterVector theta) {
      AdamW.Config config = new AdamW.Config(learningRate, beta1, beta2, epsilon, weightDecay);
      return new ClippedAdam(theta, config, CoordinateClip.of(clipShare), clipTarget);
    }
  }

  /** What Adafactor lets people set. */
  record AdafactorConfig(double learningRate, double decayPower, double clipRms, double clipShare) {
    AdafactorConfig {
      Check.between("clipShare", clipShare, 0, 1);
    }

    Adafactor build(ParameterVector theta) {
      Adafactor.Config own = Adafactor.Config.of(learningRate);
      Adafactor.Config config =
          new Adafactor.Config(learningRate, decayPower, own.epsilon1(), own.epsilon2(), clipRms);
      return new Adafactor(theta, config, CoordinateClip.of(clipShare));
    }
  }

  /** What clipped Lion lets people set. */
  record LionConfig(double learningRate, double beta1, double beta2, double clipShare) {
    LionConfig {
      Check.between("clipShare", clipShare, 0, 1);
    }

    ClippedGradient build(ParameterVector theta) {
      Lion lion = new Lion(theta, new Lion.Config(learningRate, beta1, beta2, 0));
      return new ClippedGradient(lion, CoordinateClip.of(clipShare));
    }
  }

  private ClippedRules() {}

  static List<Method> all() {
    return List.of(
        sgd("clipped-sgd", "clipped SGD", "sgd", "descent along the gradient", Step.PLAIN, 1),
        sgd(
            "clipped-normalized-sgd",
            "clipped normalized SGD",
            "normalized-sgd",
            "steps of one size for each parameter along the gradient",
            Step.NORMALIZED,
            1e-3),
        sgd(
            "clipped-sign-sgd",
            "clipped SignSGD",
            "sign-sgd",
            "steps along the signs of the gradient's running mean,",
            Step.SIGN,
            1e-3),
        unclipped(
            "normalized-sgd",
            "normalized SGD",
            "steps of one size for each parameter along the gradient's running mean",
            Step.NORMALIZED),
        unclipped(
            "sign-sgd",
            "SignSGD",
            "steps along the signs of the gradient's running mean",
            Step.SIGN),
        adam(),
        adafactor("adafactor", "Adafactor", "adamw", 1e-2, 0),
        adafactor("clipped-adafactor", "clipped Adafactor", "adafactor", 3e-2, OF_ADAPTIVE),
        lion());
  }

  private static Method sgd(
      String id, String title, String baseline, String what, Step step, double rate) {
    return Method.of(
        id,
        title,
        what + " with the largest tenth of the coordinates clipped at its quantile",
        baseline,
        "one gradient a step and a selection, 1 state vector",
        Form.of(SgdConfig.of(rate, OF_SGD)).search("learningRate", rate / 100, rate * 30),
        (theta, c, seed) -> c.build(theta, step));
  }

  private static Method unclipped(String id, String title, String what, Step step) {
    return Method.of(
        id,
        title,
        what,
        "sgd",
        "one gradient a step, 1 state vector",
        Form.of(SgdConfig.of(1e-3, 0)).search("learningRate", 1e-5, 3e-2),
        (theta, c, seed) -> c.build(theta, step));
  }

  private static Method adam() {
    return Method.of(
        "clipped-adam",
        "clipped Adam",
        "Adam whose momentum sees the gradient with its larger half clipped at the median",
        "adam",
        "one gradient a step and a selection, 2 state vectors",
        Form.of(new AdamConfig(1e-3, 0.9, 0.999, 1e-8, 0, OF_ADAPTIVE, ClipTarget.GRADIENT))
            .search("learningRate", 1e-4, 3e-2),
        (theta, c, seed) -> c.build(theta));
  }

  private static Method adafactor(
      String id, String title, String baseline, double rate, double share) {
    return Method.of(
        id,
        title,
        "each coordinate scaled by its row's and column's mean squared gradient, relative to the"
            + " weights' size"
            + (share > 0 ? ", with the larger half of the gradient clipped" : ""),
        baseline,
        "one gradient a step, a row and a column of state for each matrix",
        Form.of(new AdafactorConfig(rate, 0.8, 1, share))
            .search("learningRate", rate / 10, rate * 30),
        (theta, c, seed) -> c.build(theta));
  }

  private static Method lion() {
    return Method.of(
        "clipped-lion",
        "clipped Lion",
        "Lion on the gradient with its larger half clipped at the median",
        "lion",
        "one gradient a step and a selection, 1 state vector",
        Form.of(new LionConfig(3e-4, 0.9, 0.99, OF_ADAPTIVE)).search("learningRate", 1e-5, 1e-2),
        (theta, c, seed) -> c.build(theta));
  }
}
