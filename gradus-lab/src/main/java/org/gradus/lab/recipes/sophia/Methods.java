package org.gradus.lab.recipes.sophia;

import java.util.List;
import org.gradus.core.RandomSource;
import org.gradus.curvature.DiagonalEstimator;
import org.gradus.curvature.EmpiricalFisher;
import org.gradus.curvature.GaussNewtonBartlett;
import org.gradus.curvature.Hutchinson;
import org.gradus.lab.recipes.Method;
import org.gradus.optim.AdamW;
import org.gradus.optim.Lion;
import org.gradus.optim.Sgd;
import org.gradus.optim.Sophia;

/** The methods compared, all with weight decay 0.1 where it is decoupled. */
final class Methods {
  static final int INTERVAL = 10;
  static final double HALF = 0.5;
  static final double FIFTEENTH = 1.0 / 15;
  private static final double DECAY = 0.1;
  private static final double BETA1 = 0.96;
  private static final double BETA2 = 0.99;
  private static final double EPSILON = 1e-12;

  /** Where Sophia's diagonal comes from. */
  enum Estimator {
    /** Gauss-Newton-Bartlett, on half of the batch. */
    G(HALF),
    /** Hutchinson with a Gaussian probe, on a fifteenth of the batch. */
    H(FIFTEENTH),
    /** Empirical Fisher, on half of the batch. */
    E(HALF);

    private final double fraction;

    Estimator(double fraction) {
      this.fraction = fraction;
    }

    DiagonalEstimator make(long seed) {
      RandomSource random = RandomSource.seeded(seed);
      return switch (this) {
        case G -> new GaussNewtonBartlett(random);
        case H -> new Hutchinson(random, Hutchinson.Probe.GAUSSIAN, 1);
        case E -> new EmpiricalFisher();
      };
    }
  }

  private Methods() {}

  static Method.Family adamw() {
    return new Method.Family(
        "adamw",
        rate -> (theta, seed) -> new AdamW(theta, new AdamW.Config(rate, 0.9, 0.95, 1e-8, DECAY)));
  }

  static Method.Family lion() {
    return new Method.Family(
        "lion", rate -> (theta, seed) -> new Lion(theta, new Lion.Config(rate, 0.9, 0.99, DECAY)));
  }

  static Method.Family sgd() {
    return new Method.Family("sgd", rate -> (theta, seed) -> new Sgd(theta, Sgd.Config.of(rate)));
  }

  /** Sophia with an estimate every tenth step, at each of these γ. */
  static List<Method.Family> sophia(Estimator estimator, List<Double> gammas) {
    return gammas.stream().map(g -> sophia(estimator, g, INTERVAL, estimator.fraction)).toList();
  }

  static Method.Family sophia(Estimator estimator, double gamma, int interval, double fraction) {
    String name =
        "sophia-%s.gamma%s.k%d.part%.2f"
            .formatted(estimator, gamma, interval, fraction)
            .toLowerCase(java.util.Locale.ROOT);
    return new Method.Family(
        name,
        rate ->
            (theta, seed) ->
                new Sophia(theta, config(rate, gamma, interval, fraction), estimator.make(seed)));
  }

  /** Sophia-G without the clip. */
  static Method.Family unclipped(double gamma) {
    return new Method.Family(
        "unclipped-g.gamma" + gamma,
        rate ->
            (theta, seed) ->
                new UnclippedSophia(
                    theta, config(rate, gamma, INTERVAL, HALF), Estimator.G.make(seed)));
  }

  private static Sophia.Config config(double rate, double gamma, int interval, double fraction) {
    return new Sophia.Config(
        rate, BETA1, BETA2, gamma, EPSILON, DECAY, interval, fraction, Sophia.Order.PAPER);
  }
}
