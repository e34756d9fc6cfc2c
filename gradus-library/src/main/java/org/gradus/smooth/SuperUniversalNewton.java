package org.gradus.smooth;

import java.util.Map;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Solver;

/**
 * Super-universal regularised Newton method (Doikov, Mishchenko, Nesterov, arXiv 2208.05888).
 *
 * <pre>
 * d = −(H + λ B)⁻¹ g,   λ = M |g|_*^α;   accepted where  −⟨g⁺, d⟩ ≥ |g⁺|_*² / (4 λ)
 * </pre>
 *
 * <p>M is divided by 4 (to 10⁻⁵ at least) after an accepted step, multiplied by 4 after a refused
 * trial; a system that cannot be factored is a refused trial. At most 40 trials an iteration.
 */
public final class SuperUniversalNewton implements Solver<SmoothProblem, SmoothSolution> {
  private static final double LEAST = 1e-5;
  private static final int TRIALS = 40;

  /**
   * Settings.
   *
   * @param stop when to stop
   * @param alpha the power of |g|_*, in [0, 1]
   * @param initial M₀ > 0
   */
  public record Config(StoppingRule stop, double alpha, double initial) {
    /** {@link StoppingRule#DEFAULT}, α = 1, M₀ = 1. */
    public static final Config DEFAULT = new Config(StoppingRule.DEFAULT, 1, 1);

    /** Validates. */
    public Config {
      Check.between("alpha", alpha, 0, 1);
      Check.positive("initial", initial);
    }

    /** The same with another rule to stop. */
    public Config withStop(StoppingRule rule) {
      return new Config(rule, alpha, initial);
    }
  }

  private final Config config;

  /** With the given settings. */
  public SuperUniversalNewton(Config config) {
    this.config = config;
  }

  @Override
  public SmoothSolution solve(SmoothProblem problem, Monitor monitor) {
    SmoothRun run = new SmoothRun(problem, config.stop, monitor);
    double constant = config.initial;
    run.record(constant, Map.of());
    while (true) {
      SmoothSolution.End end = run.end();
      if (end != null) {
        return run.finish(end);
      }
      constant = iterate(run, constant);
      if (Double.isNaN(constant)) {
        return run.finish(SmoothSolution.End.SEARCH_FAILED);
      }
    }
  }

  private double iterate(SmoothRun run, double initial) {
    ShiftedSystem system = run.hessian();
    double constant = initial;
    double[] d = new double[run.x.length];
    double[] g = new double[run.x.length];
    for (int trial = 1; trial <= TRIALS; trial++) {
      double lambda = constant * Math.pow(run.dualNorm, config.alpha);
      if (run.step(system, lambda, d)) {
        double[] x = Vectors.sum(run.x, 1, d);
        double value = run.gradient(x, g);
        double norm = run.metric.dualNorm(g);
        if (Double.isFinite(value) && -Vectors.dot(g, d) >= norm * norm / (4 * lambda)) {
          constant = Math.max(constant / 4, LEAST);
          run.accept(x, g, value);
          run.record(constant, SmoothRun.step(lambda, run.metric.norm(d), trial));
          return constant;
        }
      }
      constant *= 4;
    }
    return Double.NaN;
  }
}
