package org.gradus.lab.recipes.saf;

import java.util.SplittableRandom;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.Seeds;
import org.gradus.optim.Sgd;
import org.gradus.sharpness.Mesa;
import org.gradus.sharpness.Regularized;
import org.gradus.sharpness.Regularizer;
import org.gradus.sharpness.Saf;
import org.gradus.sharpness.Sam;

/**
 * What is compared, all around the same SGD. An average of weights is kept beside SGD too, for the
 * control that it is.
 */
enum Contender {
  SGD("SGD"),
  SAM("SAM"),
  SAF("SAF"),
  MESA("MESA"),
  SMOOTHED("SGD, labels smoothed by 0.1"),
  PERMUTED("SAF, references permuted within labels");

  private static final double RATE = 0.1;
  private static final double DECAY = 5e-4;
  private static final double AVERAGE = 0.995;
  private static final int START = 5;

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  static Sgd base(ParameterVector theta) {
    return new Sgd(theta, new Sgd.Config(RATE, 0.9, false, DECAY));
  }

  /** The optimizer for a training on these data. */
  Optimizer make(ParameterVector theta, Digits data, long seed) {
    Sgd base = base(theta);
    return switch (this) {
      case SAM -> new Sam(base, Sam.DEFAULT_RHO);
      case SGD -> new Regularized(base, mesa(theta, data, 0));
      case SAF -> new Regularized(base, saf(data));
      case MESA -> new Regularized(base, mesa(theta, data, 0.8));
      case SMOOTHED -> new Regularized(base, new LabelSmoothing());
      case PERMUTED -> new Regularized(base, permuted(data, seed));
    };
  }

  private static Saf saf(Digits data) {
    Saf.Config config = new Saf.Config(0.3, 5, START, 3, Integer.MAX_VALUE);
    return new Saf(data.examples(), data.stepsPerEpoch(), config);
  }

  private static Regularizer permuted(Digits data, long seed) {
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "exchange", 0));
    return new PermutedSaf(saf(data), data.labels(), random);
  }

  private static Mesa mesa(ParameterVector theta, Digits data, double lambda) {
    Mesa.Config config = new Mesa.Config(lambda, 5, START, Integer.MAX_VALUE, AVERAGE, false);
    return new Mesa(theta, data.stepsPerEpoch(), config);
  }
}
