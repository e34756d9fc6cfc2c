package org.gradus.lab.method;

import java.util.List;
import org.gradus.core.Check;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Seeds;
import org.gradus.optim.Adam;
import org.gradus.optim.LanczosSgd;
import org.gradus.optim.NoiseDampedAdam;

/** The update rules that look at the Hessian of their mini-batch. */
final class CurvatureRules {
  private CurvatureRules() {}

  /** Adam's settings but ε, and those of the damping that takes its place. */
  record DampedAdamConfig(
      double learningRate,
      double beta1,
      double beta2,
      double weightDecay,
      int gap,
      double floor,
      int parts) {
    DampedAdamConfig {
      adam(learningRate, beta1, beta2, weightDecay);
      damping(gap, floor);
      Check.atLeast("parts", parts, 2);
    }

    NoiseDampedAdam on(ParameterVector theta, long seed) {
      return new NoiseDampedAdam(
          new Adam(theta, adam(learningRate, beta1, beta2, weightDecay)),
          NoiseDampedAdam.parts(parts),
          damping(gap, floor),
          random(seed));
    }

    private static Adam.Config adam(double rate, double beta1, double beta2, double decay) {
      return new Adam.Config(rate, beta1, beta2, 0, decay);
    }

    private static NoiseDampedAdam.Config damping(int gap, double floor) {
      return new NoiseDampedAdam.Config(gap, floor);
    }
  }

  static List<Method> all() {
    return List.of(lanczosSgd(), dampedAdam());
  }

  /** η is about β = 100 times a learning rate of SGD. */
  private static Method lanczosSgd() {
    return Method.of(
        "lanczos-sgd",
        "Lanczos SGD",
        "gradient descent with shorter steps in the sharpest directions of its mini-batch",
        "sgd",
        "one gradient and 5 Hessian-vector products a step, 6 vectors of scratch",
        Form.of(LanczosSgd.Config.of(10)).search("learningRate", 0.1, 100),
        (theta, c, seed) -> new LanczosSgd(theta, c, random(seed)));
  }

  /** A measurement every 20 steps, so that short runs see several; its floor is Adam's ε. */
  private static Method dampedAdam() {
    return Method.of(
        "damped-adam",
        "Noise-damped Adam",
        "Adam whose least denominator follows the noise of mini-batch Hessians",
        "adam",
        "one gradient a step and 4 Hessian-vector products on quarters of the batch every 20, 2"
            + " state vectors",
        Form.of(new DampedAdamConfig(1e-3, 0.9, 0.999, 0, 20, 1e-8, 4))
            .search("learningRate", 1e-4, 3e-2),
        (theta, c, seed) -> c.on(theta, seed));
  }

  private static RandomSource random(long seed) {
    return RandomSource.seeded(Seeds.derive(seed, "probes", 0));
  }
}
