package org.gradus.lab.method;

import java.util.List;
import java.util.function.Supplier;
import org.gradus.core.Check;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.optim.surrogate.AdaGradRule;
import org.gradus.optim.surrogate.ArmijoDescent;
import org.gradus.optim.surrogate.DiagonalAdaGradRule;
import org.gradus.optim.surrogate.FixedRule;
import org.gradus.optim.surrogate.LineSearchRule;
import org.gradus.optim.surrogate.MirrorDescentRule;
import org.gradus.optim.surrogate.Sso;
import org.gradus.optim.surrogate.TargetRule;

/**
 * Target-based surrogates, with the official inner solver.
 *
 * <p>Learning rates are steps in the outputs: half a logit's worth and what lies around it. The
 * Newton rule is not among them: it needs one logit a row, and the tasks' models have one a class.
 */
final class TargetRules {
  private static final int INNER = 10;
  private static final String COST =
      "one loss gradient a step; a gradient and a few values of the network an inner step; 3 vectors";

  /** Settings with a step in the outputs as it is. */
  record SsoConfig(double learningRate, int innerSteps) {
    SsoConfig {
      requireSound(learningRate, innerSteps);
    }
  }

  /** Settings of the line search in the outputs. */
  record SearchConfig(double learningRate, int innerSteps, double decrease) {
    SearchConfig {
      requireSound(learningRate, innerSteps);
      Check.positive("decrease", decrease);
    }
  }

  private TargetRules() {}

  private static void requireSound(double learningRate, int innerSteps) {
    Check.nonNegative("learningRate", learningRate);
    Check.atLeast("innerSteps", innerSteps, 1);
  }

  static List<Method> all() {
    return List.of(
        sso("sso", "SSO", "of a given size", 0.5, 0.05, 50, FixedRule::new),
        search(),
        sso(
            "sso-adagrad",
            "SSO-AdaGrad",
            "that shrinks with the loss gradients so far",
            10,
            0.5,
            500,
            AdaGradRule::new),
        sso(
            "sso-diagonal",
            "SSO-diagonal AdaGrad",
            "of its own for every example and output",
            1,
            0.05,
            20,
            DiagonalAdaGradRule::new),
        sso(
            "sso-mirror",
            "SSO-mirror descent",
            "on class probabilities (experimental)",
            0.1,
            0.005,
            2,
            MirrorDescentRule::new));
  }

  private static Method sso(
      String id,
      String title,
      String step,
      double rate,
      double low,
      double high,
      Supplier<TargetRule> rule) {
    return Method.of(
        id,
        title,
        summary(step),
        "sgd",
        COST,
        Form.of(new SsoConfig(rate, INNER)).search("learningRate", low, high),
        (theta, c, seed) -> make(theta, c.learningRate(), c.innerSteps(), rule.get()));
  }

  private static Method search() {
    return Method.of(
        "sso-sls",
        "SSO-SLS",
        summary("found by a line search on the loss"),
        "sgd",
        COST + "; loss values at shifted outputs",
        Form.of(new SearchConfig(0.5, INNER, 0.5))
            .search("learningRate", 0.05, 5)
            .search("decrease", 0.05, 0.9),
        (theta, c, seed) ->
            make(theta, c.learningRate(), c.innerSteps(), new LineSearchRule(c.decrease())));
  }

  private static String summary(String step) {
    return "several steps of the network towards outputs one gradient step away, " + step;
  }

  private static Optimizer make(ParameterVector theta, double rate, int steps, TargetRule rule) {
    ArmijoDescent inner = new ArmijoDescent(ArmijoDescent.Config.standard());
    return new Sso(theta, new Sso.Config(rate, steps), rule, inner);
  }
}
