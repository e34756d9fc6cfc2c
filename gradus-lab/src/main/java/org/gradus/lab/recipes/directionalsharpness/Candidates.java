package org.gradus.lab.recipes.directionalsharpness;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.lab.recipes.Method;
import org.gradus.optim.Adafactor;
import org.gradus.optim.AdamW;
import org.gradus.optim.ClipTarget;
import org.gradus.optim.ClippedAdam;
import org.gradus.optim.ClippedSgd;
import org.gradus.optim.ClippedSgd.Step;
import org.gradus.optim.CoordinateClip;
import org.gradus.optim.Lion;

/** The methods whose directions are measured, and those that train. */
final class Candidates {
  static final String SGD = "SGD";
  static final String CLIPPED_SGD = "SGD, 10 % clipped";
  static final String ADAM = "Adam";
  static final String CLIPPED_ADAM = "Adam, 50 % clipped";
  static final double OF_SGD = 0.1;
  static final double OF_ADAM = 0.5;

  private Candidates() {}

  /** All of them; rates only make displacements visible. */
  static Map<String, Optimizer> all(ParameterVector theta) {
    Map<String, Optimizer> all = new LinkedHashMap<>();
    all.put(SGD, sgd(theta, 1, 0));
    all.put(CLIPPED_SGD, sgd(theta, 1, OF_SGD));
    all.put("normalized SGD", step(theta, Step.NORMALIZED));
    all.put("SignSGD", step(theta, Step.SIGN));
    all.put(ADAM, adam(theta, 0.01, 0));
    all.put(CLIPPED_ADAM, adam(theta, 1, OF_ADAM));
    all.put("Adafactor", adafactor(theta, 0));
    all.put("Adafactor, 50 % clipped", adafactor(theta, OF_ADAM));
    all.put("Lion", new Lion(theta, Lion.Config.of(0.01)));
    return all;
  }

  /** The clip's share varied, for the line scan. */
  static Map<String, Optimizer> shares(ParameterVector theta) {
    Map<String, Optimizer> all = new LinkedHashMap<>();
    for (double share : new double[] {0.001, 0.01, 0.1, 0.5}) {
      all.put("SGD, share " + share, sgd(theta, 1, share));
      all.put("Adam, share " + share, adam(theta, 1, share));
    }
    return all;
  }

  private static ClippedSgd sgd(ParameterVector theta, double rate, double share) {
    ClippedSgd.Config config = ClippedSgd.Config.of(rate, Step.PLAIN);
    return new ClippedSgd(theta, config, CoordinateClip.of(share));
  }

  private static ClippedSgd step(ParameterVector theta, Step step) {
    return new ClippedSgd(theta, ClippedSgd.Config.of(0.01, step), CoordinateClip.none());
  }

  private static ClippedAdam adam(ParameterVector theta, double rate, double share) {
    AdamW.Config config = new AdamW.Config(rate, 0.9, 0.999, 1e-8, 0);
    return new ClippedAdam(theta, config, CoordinateClip.of(share), ClipTarget.GRADIENT);
  }

  private static Adafactor adafactor(ParameterVector theta, double share) {
    return new Adafactor(theta, Adafactor.Config.of(1), CoordinateClip.of(share));
  }

  /** SGD with damped momentum, for training. */
  static Method.Family sgdFamily(double share) {
    return new Method.Family("sgd.share" + share, rate -> (theta, seed) -> sgd(theta, rate, share));
  }

  /** Adam, for training. */
  static Method.Family adamFamily(double share) {
    return new Method.Family(
        "adam.share" + share, rate -> (theta, seed) -> adam(theta, rate, share));
  }
}
