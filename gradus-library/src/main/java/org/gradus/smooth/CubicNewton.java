package org.gradus.smooth;

import java.util.Map;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Solver;

/**
 * Newton's method with cubic regularisation (Nesterov, Polyak 2006), M found by the method.
 *
 * <pre>
 * d minimises  m(d) = ⟨g, d⟩ + ½ ⟨Hd, d⟩ + (M/6) |d|³;   accepted where  f⁺ ≤ f + m(d)
 * </pre>
 *
 * <p>The minimiser solves (H + (M/2) r B) d = −g with r = |d|: r is doubled from 1 until r ≥
 * |d(r)|, then Newton's iteration on r − |d(r)| until it is at most 10⁻⁸. M is halved (to 10⁻⁵ at
 * least) after an accepted step and doubled after a refused trial, a system that cannot be factored
 * included. At most 40 trials an iteration.
 */
public final class CubicNewton implements Solver<SmoothProblem, SmoothSolution> {
  private static final double LEAST = 1e-5;
  private static final int TRIALS = 40;
  private static final double ACCURACY = 1e-8;
  private static final int SEARCH = 100;

  /**
   * Settings.
   *
   * @param stop when to stop
   * @param initial M₀ > 0
   */
  public record Config(StoppingRule stop, double initial) {
    /** {@link StoppingRule#DEFAULT}, M₀ = 1. */
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
  public CubicNewton(Config config) {
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
      double radius = radius(run, system, constant, d);
      if (radius > 0) {
        double[] x = Vectors.sum(run.x, 1, d);
        double value = run.gradient(x, g);
        double slope = Vectors.dot(run.g, d);
        // ⟨Hd, d⟩ from the system that d solves.
        double curvature = -slope - constant / 2 * radius * radius * radius;
        double model = slope + curvature / 2 + constant / 6 * radius * radius * radius;
        if (value <= run.value + model) {
          constant = Math.max(constant / 2, LEAST);
          run.accept(x, g, value);
          run.record(constant, SmoothRun.step(constant / 2 * radius, radius, trial));
          return constant;
        }
      }
      constant *= 2;
    }
    return Double.NaN;
  }

  /** Finds r = |d(r)| and leaves d; NaN where a system cannot be solved. */
  private static double radius(SmoothRun run, ShiftedSystem system, double constant, double[] d) {
    double r = 1;
    for (int k = 0; k < SEARCH; k++) {
      if (!run.step(system, constant / 2 * r, d)) {
        return Double.NaN;
      }
      if (r >= run.metric.norm(d)) {
        break;
      }
      r *= 2;
    }
    double[] tangent = new double[d.length];
    for (int k = 0; k < SEARCH; k++) {
      double norm = run.metric.norm(d);
      if (Math.abs(r - norm) <= ACCURACY) {
        return norm;
      }
      double[] bd = run.metric.product(d);
      system.solve(bd, tangent);
      double derivative = 1 + constant / 2 * Vectors.dot(bd, tangent) / norm;
      double next = r - (r - norm) / derivative;
      r = next > 0 ? next : r / 2;
      if (!run.step(system, constant / 2 * r, d)) {
        return Double.NaN;
      }
    }
    return Double.NaN;
  }
}
