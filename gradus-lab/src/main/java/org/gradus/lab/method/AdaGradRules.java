package org.gradus.lab.method;

import java.util.List;
import org.gradus.optim.AdaGrad;
import org.gradus.optim.AdaGradNorm;

/** The update rules whose steps shrink with the sum of squared gradients. */
final class AdaGradRules {
  private static final String ONE_GRADIENT = "one gradient a step, ";

  private AdaGradRules() {}

  static List<Method> all() {
    return List.of(adaGrad(), adaGradNorm());
  }

  private static Method adaGrad() {
    return Method.of(
        "adagrad",
        "AdaGrad",
        "each coordinate's steps shrink with the sum of its squared gradients",
        "sgd",
        ONE_GRADIENT + "1 state vector",
        Form.of(AdaGrad.Config.of(1e-2)).search("learningRate", 1e-3, 0.3),
        (theta, c, seed) -> new AdaGrad(theta, c));
  }

  private static Method adaGradNorm() {
    return Method.of(
        "adagrad-norm",
        "AdaGrad-Norm",
        "all steps shrink with the sum of squared gradient norms",
        "adagrad",
        ONE_GRADIENT + "no state vector",
        Form.of(AdaGradNorm.Config.of(1)).search("learningRate", 1e-2, 10),
        (theta, c, seed) -> new AdaGradNorm(theta, c));
  }
}
