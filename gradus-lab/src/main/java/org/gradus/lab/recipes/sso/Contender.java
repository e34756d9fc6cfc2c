package org.gradus.lab.recipes.sso;

import java.util.List;
import java.util.function.Supplier;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.optim.AdaGrad;
import org.gradus.optim.Adam;
import org.gradus.optim.Sgd;
import org.gradus.optim.surrogate.ArmijoDescent;
import org.gradus.optim.surrogate.FixedRule;
import org.gradus.optim.surrogate.InnerSolver;
import org.gradus.optim.surrogate.Sso;
import org.gradus.optim.surrogate.TargetRule;

/**
 * A method up to its step.
 *
 * @param name says every other setting
 * @param grid steps tried first, ascending; the search goes on beyond an edge
 * @param maker makes it
 */
record Contender(String name, List<Double> grid, Maker maker) {
  /** Makes an optimizer with a step. */
  @FunctionalInterface
  interface Maker {
    Optimizer make(ParameterVector theta, double step);
  }

  private static final List<Double> ALPHAS = List.of(0.3, 1.0, 3.0, 10.0);

  /** SSO-SGD; the step is α of the official code. */
  static Contender sso(int innerSteps) {
    return sso("sso-m" + innerSteps, ALPHAS, innerSteps, FixedRule::new, Contender::armijo);
  }

  static Contender sso(
      String name,
      List<Double> alphas,
      int innerSteps,
      Supplier<TargetRule> rule,
      Supplier<InnerSolver> inner) {
    return new Contender(
        name,
        alphas,
        (theta, alpha) ->
            new Sso(theta, Sso.Config.ofAlpha(alpha, innerSteps), rule.get(), inner.get()));
  }

  static InnerSolver armijo() {
    return new ArmijoDescent(ArmijoDescent.Config.standard());
  }

  static Contender sgd() {
    return new Contender(
        "sgd",
        List.of(0.03, 0.1, 0.3, 1.0),
        (theta, rate) -> new Sgd(theta, new Sgd.Config(rate, 0, false, 0)));
  }

  static Contender adam() {
    return new Contender(
        "adam",
        List.of(0.01, 0.03, 0.1, 0.3),
        (theta, rate) -> new Adam(theta, Adam.Config.of(rate)));
  }

  static Contender adagrad() {
    return new Contender("adagrad", List.of(0.03, 0.1, 0.3, 1.0), (theta, rate) -> new AdaGrad(theta, AdaGrad.Config.of(rate)));
  }

  /** SLS with the usual c; its grid is of first steps. */
  static Contender sls() {
    return new Contender(
        "sls", List.of(0.1, 1.0, 10.0), (theta, rate) -> new LineSearchSgd(theta, rate, 0.1));
  }
}
