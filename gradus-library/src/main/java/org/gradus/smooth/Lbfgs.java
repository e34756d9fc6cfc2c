package org.gradus.smooth;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Solver;

/**
 * L-BFGS with a line search to the strong Wolfe conditions (Nocedal, Wright, Numerical
 * Optimization, algorithms 7.4, 3.5 and 3.6). Euclidean: the problem's metric only measures the
 * gradient.
 */
public final class Lbfgs implements Solver<SmoothProblem, SmoothSolution> {
  /**
   * Settings.
   *
   * @param stop when to stop
   * @param memory pairs of steps and gradient changes kept, at least 1
   */
  public record Config(StoppingRule stop, int memory) {
    /** {@link StoppingRule#DEFAULT}, 10 pairs. */
    public static final Config DEFAULT = new Config(StoppingRule.DEFAULT, 10);

    /** Validates. */
    public Config {
      Check.atLeast("memory", memory, 1);
    }

    /** The same with another rule to stop. */
    public Config withStop(StoppingRule rule) {
      return new Config(rule, memory);
    }
  }

  private record Pair(double[] step, double[] change, double product) {}

  private final Config config;

  /** With the given settings. */
  public Lbfgs(Config config) {
    this.config = config;
  }

  @Override
  public SmoothSolution solve(SmoothProblem problem, Monitor monitor) {
    SmoothRun run = new SmoothRun(problem, config.stop, monitor);
    run.record(Double.NaN, Map.of());
    Deque<Pair> pairs = new ArrayDeque<>();
    while (true) {
      SmoothSolution.End end = run.end();
      if (end != null) {
        return run.finish(end);
      }
      double[] direction = direction(run.g, pairs);
      double first = pairs.isEmpty() ? Math.min(1, 1 / Vectors.norm(run.g)) : 1;
      WolfeSearch.Point next = new WolfeSearch(run, direction).from(first);
      if (next == null) {
        return run.finish(SmoothSolution.End.SEARCH_FAILED);
      }
      double[] step = Vectors.scaled(next.length(), direction);
      double[] change = Vectors.sum(next.gradient(), -1, run.g);
      double product = Vectors.dot(step, change);
      if (product > 0) {
        pairs.addLast(new Pair(step, change, product));
        if (pairs.size() > config.memory) {
          pairs.removeFirst();
        }
      }
      run.accept(next.x(), next.gradient(), next.value());
      run.record(Double.NaN, SmoothRun.step(0, run.metric.norm(step), next.trials()));
    }
  }

  /** −H g by the two loops. */
  private static double[] direction(double[] g, Deque<Pair> pairs) {
    double[] q = Vectors.scaled(-1, g);
    List<Pair> newestFirst = new ArrayList<>(pairs);
    Collections.reverse(newestFirst);
    double[] alpha = new double[newestFirst.size()];
    for (int k = 0; k < alpha.length; k++) {
      Pair pair = newestFirst.get(k);
      alpha[k] = Vectors.dot(pair.step, q) / pair.product;
      Vectors.add(q, -alpha[k], pair.change);
    }
    if (!newestFirst.isEmpty()) {
      Pair newest = newestFirst.get(0);
      double scale = newest.product / Vectors.dot(newest.change, newest.change);
      q = Vectors.scaled(scale, q);
    }
    for (int k = alpha.length - 1; k >= 0; k--) {
      Pair pair = newestFirst.get(k);
      double beta = Vectors.dot(pair.change, q) / pair.product;
      Vectors.add(q, alpha[k] - beta, pair.step);
    }
    return q;
  }
}
