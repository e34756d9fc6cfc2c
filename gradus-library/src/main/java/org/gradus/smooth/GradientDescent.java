package org.gradus.smooth;

import java.util.Map;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Solver;

/**
 * The gradient method in the problem's metric, its constant L found by the method.
 *
 * <pre>
 * T = x − B⁻¹ g / L;   accepted where  f(T) ≤ f + ⟨g, T − x⟩ + (L/2) |T − x|²
 * </pre>
 *
 * <p>L is halved (to 10⁻⁵ at least) after an accepted step, doubled after a refused one; at most 30
 * trials an iteration. With B = JᵀJ + ρ I it is the Gauss-Newton method.
 */
public final class GradientDescent implements Solver<SmoothProblem, SmoothSolution> {
  static final double LEAST = 1e-5;
  static final int TRIALS = 30;

  /**
   * Settings.
   *
   * @param stop when to stop
   * @param initial L₀ > 0
   */
  public record Config(StoppingRule stop, double initial) {
    /** {@link StoppingRule#DEFAULT}, L₀ = 1. */
    public static final Config DEFAULT = new Config(StoppingRule.DEFAULT, 1);

    /** Validates. */
    public Config {
      Check.positive("initial", initial);
    }

    /** The same with another rule to stop. */
    public Config withStop(StoppingRule rule) {
      return new Config(rule, initial);
    }
  }

  private final Config config;

  /** With the given settings. */
  public GradientDescent(Config config) {
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
      double[] direction = run.metric.solve(run.g);
      Trial trial = Trial.search(run, run.x, run.value, direction, run.dualNorm, constant);
      if (trial == null) {
        return run.finish(SmoothSolution.End.SEARCH_FAILED);
      }
      constant = Math.max(trial.constant / 2, LEAST);
      double[] g = new double[run.x.length];
      double value = run.gradient(trial.x, g);
      run.accept(trial.x, g, value);
      run.record(constant, SmoothRun.step(trial.constant, trial.norm, trial.trials));
    }
  }

  /** An accepted step along −B⁻¹ g. */
  record Trial(double[] x, double constant, double norm, int trials) {
    /** Doubles L until the upper bound holds; null where it never does. */
    static Trial search(
        SmoothRun run,
        double[] from,
        double value,
        double[] direction,
        double dualNorm,
        double initial) {
      double constant = initial;
      for (int trial = 1; trial <= TRIALS; trial++) {
        double[] x = Vectors.sum(from, -1 / constant, direction);
        // ⟨g, T − x⟩ + (L/2) |T − x|² = −|g|_*² / (2 L).
        if (run.value(x) <= value - dualNorm * dualNorm / (2 * constant)) {
          return new Trial(x, constant, dualNorm / constant, trial);
        }
        constant *= 2;
      }
      return null;
    }
  }
}
