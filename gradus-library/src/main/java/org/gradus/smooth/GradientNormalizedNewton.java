package org.gradus.smooth;

import java.util.Map;
import java.util.Objects;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Solver;

/**
 * Newton's method with gradient-normalized smoothness (Semenov, Jaggi, Doikov, arXiv 2506.13710):
 * globally convergent with exact or approximate Hessians, no constants asked.
 *
 * <pre>
 * d = −(H + λ B)⁻¹ g,   λ = |g|_* / (γ + ε);   accepted where  f − f⁺ ≥ |g⁺|_*² / (8 λ)
 * </pre>
 *
 * <p>The radius γ doubles after every accepted step and halves after every refused trial; a system
 * that cannot be factored is a refused trial. H is asked for once an iteration, |g|_* is that of
 * the iterate for all its trials. With H positive semi-definite |d| ≤ γ + ε. What H is decides the
 * variant: exact, approximate, rank one, low rank, none, or products alone ({@link Curvature}). The
 * best of about two linear solves an iteration.
 *
 * <p>Where no trial is accepted the iterate stays: {@link SmoothSolution.End#ROUND_OFF} if |g|_*
 * γ/8 at the first trial was below 4 units in the last place of f, else {@link
 * SmoothSolution.End#SEARCH_FAILED}.
 */
public final class GradientNormalizedNewton implements Solver<SmoothProblem, SmoothSolution> {
  /**
   * Settings; defaults are those of the authors' code.
   *
   * @param stop when to stop
   * @param initialRadius γ₀ > 0
   * @param epsilon ε ≥ 0, in the denominator of λ
   * @param leastRadius γ is at least this after an accepted step
   * @param maxTrials trials of an iteration
   */
  public record Config(
      StoppingRule stop, double initialRadius, double epsilon, double leastRadius, int maxTrials) {
    /** {@link StoppingRule#DEFAULT}, γ₀ = 1, ε = 10⁻⁸, 10⁻⁹, 40 trials. */
    public static final Config DEFAULT = new Config(StoppingRule.DEFAULT, 1, 1e-8, 1e-9, 40);

    /** Validates. */
    public Config {
      Objects.requireNonNull(stop, "stop");
      Check.positive("initialRadius", initialRadius);
      Check.nonNegative("epsilon", epsilon);
      Check.nonNegative("leastRadius", leastRadius);
      Check.atLeast("maxTrials", maxTrials, 1);
    }

    /** The same with another rule to stop. */
    public Config withStop(StoppingRule rule) {
      return new Config(rule, initialRadius, epsilon, leastRadius, maxTrials);
    }

    /** The same with another first radius. */
    public Config withInitialRadius(double radius) {
      return new Config(stop, radius, epsilon, leastRadius, maxTrials);
    }
  }

  /** Units in the last place of f that are its rounding. */
  private static final double ROUNDING = 4;

  private final Config config;

  /** With {@link Config#DEFAULT}. */
  public GradientNormalizedNewton() {
    this(Config.DEFAULT);
  }

  /** With the given settings. */
  public GradientNormalizedNewton(Config config) {
    this.config = config;
  }

  @Override
  public SmoothSolution solve(SmoothProblem problem, Monitor monitor) {
    SmoothRun run = new SmoothRun(problem, config.stop, monitor);
    double gamma = config.initialRadius;
    run.record(gamma, Map.of());
    while (true) {
      SmoothSolution.End end = run.end();
      if (end != null) {
        return run.finish(end);
      }
      double possible = run.dualNorm * gamma / 8;
      gamma = iterate(run, gamma);
      if (Double.isNaN(gamma)) {
        return run.finish(
            possible < ROUNDING * Math.ulp(run.value)
                ? SmoothSolution.End.ROUND_OFF
                : SmoothSolution.End.SEARCH_FAILED);
      }
    }
  }

  /** One iteration; the next radius, or NaN where no trial was accepted. */
  private double iterate(SmoothRun run, double initial) {
    ShiftedSystem system = run.hessian();
    double gamma = initial;
    double[] d = new double[run.x.length];
    double[] g = new double[run.x.length];
    for (int trial = 1; trial <= config.maxTrials; trial++) {
      double lambda = run.dualNorm / (gamma + config.epsilon);
      if (run.step(system, lambda, d)) {
        double[] x = Vectors.sum(run.x, 1, d);
        double value = run.gradient(x, g);
        double norm = run.metric.dualNorm(g);
        // A NaN or infinity fails this comparison, as it should.
        if (run.value - value >= norm * norm / (8 * lambda)) {
          gamma = Math.max(2 * gamma, config.leastRadius);
          run.accept(x, g, value);
          run.record(gamma, SmoothRun.step(lambda, run.metric.norm(d), trial));
          return gamma;
        }
      }
      gamma /= 2;
    }
    return Double.NaN;
  }
}
