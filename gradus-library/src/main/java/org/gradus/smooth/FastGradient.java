package org.gradus.smooth;

import java.util.Map;
import org.gradus.core.Monitor;
import org.gradus.core.Solver;

/**
 * Nesterov's fast gradient method in the problem's metric, its constant found by the method.
 *
 * <pre>
 * a = (1 + √(1 + 4 A L)) / (2 L),   y = (a v + A x) / (a + A),   T = y − B⁻¹ ∇f(y) / L
 * v ← T + (A/a) (T − x),   A ← A + a,   x ← T
 * </pre>
 *
 * <p>A = 0, v = x₀ at first; a trial is accepted by {@link GradientDescent}'s test at y, and L
 * changes as there: a refused trial computes a and y anew. For convex functions.
 */
public final class FastGradient implements Solver<SmoothProblem, SmoothSolution> {
  private final GradientDescent.Config config;

  /** With the settings of the gradient method. */
  public FastGradient(GradientDescent.Config config) {
    this.config = config;
  }

  @Override
  public SmoothSolution solve(SmoothProblem problem, Monitor monitor) {
    SmoothRun run = new SmoothRun(problem, config.stop(), monitor);
    State state = new State(config.initial(), 0, run.x);
    run.record(state.constant, Map.of());
    while (true) {
      SmoothSolution.End end = run.end();
      if (end != null) {
        return run.finish(end);
      }
      state = iterate(run, state);
      if (state == null) {
        return run.finish(SmoothSolution.End.SEARCH_FAILED);
      }
    }
  }

  private static State iterate(SmoothRun run, State state) {
    double constant = state.constant;
    double[] g = new double[run.x.length];
    for (int trial = 1; trial <= GradientDescent.TRIALS; trial++) {
      double a = (1 + Math.sqrt(1 + 4 * state.weight * constant)) / (2 * constant);
      double[] y = Vectors.scaled(a / (a + state.weight), state.v);
      Vectors.add(y, state.weight / (a + state.weight), run.x);
      double value = run.gradient(y, g);
      double[] direction = run.metric.solve(g);
      double squared = Vectors.dot(g, direction);
      double[] next = Vectors.sum(y, -1 / constant, direction);
      if (run.value(next) <= value - squared / (2 * constant)) {
        double[] v = Vectors.sum(next, state.weight / a, next);
        Vectors.add(v, -state.weight / a, run.x);
        double norm = Math.sqrt(squared) / constant;
        double nextValue = run.gradient(next, g);
        run.accept(next, g, nextValue);
        State after = new State(Math.max(constant / 2, GradientDescent.LEAST), state.weight + a, v);
        run.record(after.constant, SmoothRun.step(constant, norm, trial));
        return after;
      }
      constant *= 2;
    }
    return null;
  }

  /** L, A and v. */
  private record State(double constant, double weight, double[] v) {}
}
