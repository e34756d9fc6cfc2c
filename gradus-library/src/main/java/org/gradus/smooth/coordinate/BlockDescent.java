package org.gradus.smooth.coordinate;

import java.util.Objects;
import java.util.stream.IntStream;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Solution.Status;
import org.gradus.core.Solver;
import org.gradus.core.Trace;

/**
 * Block coordinate descent (Nutini, Laradji, Schmidt, arXiv 1712.08859): choose a block, move it,
 * repeat.
 *
 * <p>A step is: the {@link BlockSelection} chooses b from the state at x, the {@link BlockUpdate}
 * computes d, x_b ← x_b + d. Greedy rules need the whole gradient at each step, a pass over the
 * data unless the function keeps it up to date ({@link QuadraticFunction}, least squares of up to
 * 2048 unknowns); the others a part. Coordinates that f does not depend on (Lᵢ = 0) are in no block
 * and stay where they start.
 */
public final class BlockDescent implements Solver<BlockProblem, BlockSolution> {
  /**
   * Settings.
   *
   * @param selection which block
   * @param update how it moves
   * @param maxSteps stop after this many steps
   * @param gradientTolerance stop when no entry of the projected gradient exceeds this; looked at
   *     every step by greedy rules, once an epoch by others
   * @param targetValue stop when f is at most this; −∞ for no target
   * @param recordEvery steps between points of the trace and looks at the target: each costs a
   *     value of f
   */
  public record Config(
      BlockSelection selection,
      BlockUpdate update,
      int maxSteps,
      double gradientTolerance,
      double targetValue,
      int recordEvery) {
    /** Validates. */
    public Config {
      Objects.requireNonNull(selection, "selection");
      Objects.requireNonNull(update, "update");
      Check.atLeast("maxSteps", maxSteps, 0);
      Check.nonNegative("gradientTolerance", gradientTolerance);
      if (Double.isNaN(targetValue)) {
        throw Check.invalid("targetValue", targetValue, "a number, or -infinity for none");
      }
      Check.atLeast("recordEvery", recordEvery, 1);
    }

    /** To a projected gradient of 10⁻⁸ in at most a million steps, every step recorded. */
    public static Config of(BlockSelection selection, BlockUpdate update) {
      return new Config(selection, update, 1_000_000, 1e-8, Double.NEGATIVE_INFINITY, 1);
    }

    /** The same with another limit. */
    public Config withMaxSteps(int steps) {
      return new Config(selection, update, steps, gradientTolerance, targetValue, recordEvery);
    }

    /** The same with another tolerance. */
    public Config withGradientTolerance(double tolerance) {
      return new Config(selection, update, maxSteps, tolerance, targetValue, recordEvery);
    }

    /** The same with another target. */
    public Config withTargetValue(double value) {
      return new Config(selection, update, maxSteps, gradientTolerance, value, recordEvery);
    }

    /** The same, recorded less often. */
    public Config withRecordEvery(int steps) {
      return new Config(selection, update, maxSteps, gradientTolerance, targetValue, steps);
    }
  }

  private final Config config;

  /** With the given settings. */
  public BlockDescent(Config config) {
    this.config = config;
  }

  /** From 0, or the point of the box nearest to it. */
  @Override
  public BlockSolution solve(BlockProblem problem, Monitor monitor) {
    double[] start = new double[problem.function().dimension()];
    for (int i = 0; i < start.length; i++) {
      start[i] = problem.box().project(i, 0);
    }
    return solve(problem, start, monitor);
  }

  /**
   * Solves from a given point.
   *
   * @param start within the bounds
   * @throws IllegalArgumentException if the start does not fit, a rule does not fit the problem, or
   *     f is not finite at the start
   */
  public BlockSolution solve(BlockProblem problem, double[] start, Monitor monitor) {
    requireFit(problem, start);
    int[] coordinates =
        IntStream.range(0, start.length)
            .filter(i -> problem.function().coordinateBound(i) > 0)
            .toArray();
    BlockState state = problem.function().at(start);
    BlockRun run = new BlockRun(problem, state, new BlockBounds(problem.function()), coordinates);
    return new Loop(run, monitor).solve();
  }

  private void requireFit(BlockProblem problem, double[] start) {
    int n = problem.function().dimension();
    if (start.length != n) {
      throw Check.invalid("the length of the start", start.length, n + ", as the function's");
    }
    for (int i = 0; i < start.length; i++) {
      Check.finite("start[" + i + "]", start[i]);
      if (problem.box().project(i, start[i]) != start[i]) {
        throw Check.invalid("start[" + i + "]", start[i], "within its bounds");
      }
    }
    if (problem.box().bounds() && !(config.selection.fitsBounds() && config.update.fitsBounds())) {
      throw Check.invalid(
          "the pair of rules",
          config.selection + " and " + config.update,
          "made for bounds on the variables: PROJECTED_PROGRESS or a rule that looks at no"
              + " gradient, and PROJECTED_GRADIENT, PROJECTED_NEWTON or TWO_METRIC");
    }
  }

  /** One run. */
  private final class Loop {
    private final BlockRun run;
    private final Monitor monitor;
    private final Trace trace = new Trace();
    private final long started = System.nanoTime();
    private long paused;
    private long steps;
    private double value;

    Loop(BlockRun run, Monitor monitor) {
      this.run = run;
      this.monitor = monitor;
    }

    BlockSolution solve() {
      value = run.state().value();
      Check.finite("f at the start", value);
      if (run.coordinates().length == 0) {
        return end(Status.CONVERGED, "the function depends on no coordinate");
      }
      double norm = projectedGradient();
      record(norm);
      if (norm <= config.gradientTolerance) {
        return end(Status.CONVERGED, "the projected gradient is " + norm + " at the start");
      }
      return loop(config.selection.start(run), config.update.start(run));
    }

    private BlockSolution loop(BlockSelection.Selector selector, BlockUpdate.Updater updater) {
      long moved = 0;
      while (true) {
        if (value <= config.targetValue) {
          return end(
              Status.CONVERGED, "f = " + value + " reached the target " + config.targetValue);
        }
        if (steps >= config.maxSteps) {
          return end(Status.LIMIT_REACHED, steps + " steps did not reach the tolerance");
        }
        if (monitor.cancelled()) {
          return end(Status.CANCELLED, "cancelled after " + steps + " steps");
        }
        int[] block = selector.next();
        double[] d = updater.step(block);
        if (!allFinite(d)) {
          return end(Status.BREAKDOWN, "the step is not finite");
        }
        run.state().move(block, d);
        steps++;
        moved += block.length;
        boolean epoch = moved >= run.coordinates().length;
        moved = epoch ? 0 : moved;
        double norm = epoch || config.selection.greedy() ? projectedGradient() : Double.NaN;
        boolean optimal = norm <= config.gradientTolerance;
        if (optimal || steps % config.recordEvery == 0) {
          value = run.state().value();
          record(norm);
        }
        if (optimal) {
          return end(
              Status.CONVERGED,
              "the projected gradient is " + norm + " <= " + config.gradientTolerance);
        }
      }
    }

    private double projectedGradient() {
      double[] gradient = run.state().gradient();
      double[] x = run.state().x();
      double worst = 0;
      for (int i : run.coordinates()) {
        worst = Math.max(worst, Math.abs(run.problem().projectedStep(i, x[i], gradient[i])));
      }
      return worst;
    }

    private void record(double norm) {
      long before = System.nanoTime();
      double seconds = (before - started - paused) * 1e-9;
      trace.add(new Trace.Point(steps, seconds, value, norm), monitor);
      paused += System.nanoTime() - before;
    }

    private BlockSolution end(Status status, String message) {
      double[] x = run.state().x().clone();
      return new BlockSolution(
          x, BlockCertificate.of(run.problem(), x), steps, status, message, trace);
    }
  }

  private static boolean allFinite(double[] d) {
    for (double value : d) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
