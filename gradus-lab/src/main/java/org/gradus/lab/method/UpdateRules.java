package org.gradus.lab.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.core.RandomSource;
import org.gradus.core.Seeds;
import org.gradus.curvature.GaussNewtonBartlett;
import org.gradus.curvature.Hutchinson;
import org.gradus.optim.AdaHessian;
import org.gradus.optim.Adam;
import org.gradus.optim.AdamW;
import org.gradus.optim.BlockRule;
import org.gradus.optim.Lion;
import org.gradus.optim.Sgd;
import org.gradus.optim.Sophia;

/**
 * The update rules, with the learning rate each starts from and the ranges worth searching.
 *
 * <p>Defaults are the {@code Config} records'. Learning rates have no default there: here they are
 * the method's own paper's or code's, save where noted. Ranges reach a factor of ten or more to
 * either side and hold what the literature reports as best.
 */
final class UpdateRules {
  private static final String ONE_GRADIENT = "one gradient a step";

  private UpdateRules() {}

  static List<Method> all() {
    return List.of(sgd(), nesterov(), adam(), adamW(), sophiaG(), sophiaH(), adaHessian(), lion());
  }

  private static Method sgd() {
    return Method.of(
        "sgd",
        "SGD",
        "gradient descent with momentum",
        "sgd",
        ONE_GRADIENT + ", 1 state vector",
        Form.of(Sgd.Config.of(0.1)).search("learningRate", 1e-3, 1),
        (theta, c, seed) -> new Sgd(theta, c));
  }

  private static Method nesterov() {
    return Method.of(
        "nesterov",
        "SGD (Nesterov)",
        "gradient descent with Nesterov's momentum",
        "sgd",
        ONE_GRADIENT + ", 1 state vector",
        Form.of(new Sgd.Config(0.1, 0.9, true, 0)).search("learningRate", 1e-3, 1),
        (theta, c, seed) -> new Sgd(theta, c));
  }

  private static Method adam() {
    return Method.of(
        "adam",
        "Adam",
        "momentum, each coordinate scaled by the root of its mean squared gradient",
        "sgd",
        ONE_GRADIENT + ", 2 state vectors",
        Form.of(Adam.Config.of(1e-3)).search("learningRate", 1e-4, 3e-2),
        (theta, c, seed) -> new Adam(theta, c));
  }

  private static Method adamW() {
    return Method.of(
        "adamw",
        "AdamW",
        "Adam with weight decay apart from the gradient",
        "adam",
        ONE_GRADIENT + ", 2 state vectors",
        Form.of(AdamW.Config.of(1e-3))
            .search("learningRate", 1e-4, 3e-2)
            .search("weightDecay", 1e-3, 0.3),
        (theta, c, seed) -> new AdamW(theta, c));
  }

  /** The paper's 6e-4 is for GPT-2; 1e-3 suits networks of a thousandth of its size. */
  private static Method sophiaG() {
    return Method.of(
        "sophia-g",
        "Sophia-G",
        "momentum over a clipped curvature estimate from labels drawn from the model",
        "adamw",
        "one gradient a step and one on half the batch every 10, 2 state vectors",
        Form.of(Sophia.Config.gaussNewtonBartlett(1e-3))
            .search("learningRate", 1e-4, 2e-2)
            .search("gamma", 5e-3, 0.5),
        (theta, c, seed) -> new Sophia(theta, c, new GaussNewtonBartlett(probes(seed))));
  }

  private static Method sophiaH() {
    return Method.of(
        "sophia-h",
        "Sophia-H",
        "momentum over a clipped curvature estimate from Hessian-vector products",
        "adamw",
        "one gradient a step and one Hessian-vector product on a part of the batch every 10, 2"
            + " state vectors",
        Form.of(Sophia.Config.hutchinson(1e-3))
            .search("learningRate", 1e-4, 2e-2)
            .search("gamma", 1e-3, 0.1),
        (theta, c, seed) ->
            new Sophia(theta, c, new Hutchinson(probes(seed), Hutchinson.Probe.GAUSSIAN, 1)));
  }

  private static Method adaHessian() {
    Map<String, Object> rules = new LinkedHashMap<>();
    rules.put("none", BlockRule.none());
    rules.put("conv-kernel", BlockRule.convolutionKernels());
    rules.put("row", BlockRule.rows());
    rules.put("flat-32", BlockRule.flat(32));
    return Method.of(
        "adahessian",
        "AdaHessian",
        "Adam scaled by the Hessian's diagonal in place of squared gradients",
        "adamw",
        "one gradient and one Hessian-vector product a step, 3 state vectors",
        Form.of(AdaHessian.Config.of(0.15))
            .choice("blockRule", rules)
            .search("learningRate", 1e-2, 1),
        (theta, c, seed) -> new AdaHessian(theta, c, probes(seed)));
  }

  /** The authors advise a third to a tenth of AdamW's learning rate. */
  private static Method lion() {
    return Method.of(
        "lion",
        "Lion",
        "steps of one size in the direction of the momentum's signs",
        "adamw",
        ONE_GRADIENT + ", 1 state vector",
        Form.of(Lion.Config.of(3e-4)).search("learningRate", 1e-5, 1e-2),
        (theta, c, seed) -> new Lion(theta, c));
  }

  private static RandomSource probes(long seed) {
    return RandomSource.seeded(Seeds.derive(seed, "probes", 0));
  }
}
