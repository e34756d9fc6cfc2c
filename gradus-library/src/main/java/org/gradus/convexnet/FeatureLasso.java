package org.gradus.convexnet;

import java.util.Map;
import java.util.Objects;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Solution.Status;
import org.gradus.core.Solver;
import org.gradus.core.Trace;

/**
 * The sampled convex program by proximal gradients or by coordinate descent.
 *
 * <p>An iteration is one accelerated step (FISTA, with restart where the objective would rise) or
 * one sweep over all coordinates: O(N n) each. Stops at a duality gap of at most the tolerance
 * times max(1, objective).
 */
public final class FeatureLasso implements Solver<FeatureProgram, FeatureSolution> {
  /** How. */
  public enum Method {
    /** Accelerated proximal gradients with step 1/‖A‖₂²; squared loss and cross-entropy. */
    FISTA,
    /** Exact minimisation over one coefficient after another; squared loss. */
    COORDINATE_DESCENT
  }

  /**
   * Settings.
   *
   * @param method how
   * @param tolerance relative duality gap
   * @param maxIterations steps or sweeps
   * @param recordEvery iterations between trace points and looks at the gap
   */
  public record Config(Method method, double tolerance, int maxIterations, int recordEvery) {
    /** Coordinate descent to 10⁻⁶ within 20 000 sweeps. */
    public static final Config DEFAULT = new Config(Method.COORDINATE_DESCENT, 1e-6, 20_000, 10);

    /** Validates. */
    public Config {
      Objects.requireNonNull(method, "method");
      Check.nonNegative("tolerance", tolerance);
      Check.atLeast("maxIterations", maxIterations, 1);
      Check.atLeast("recordEvery", recordEvery, 1);
    }

    /** The same by another method. */
    public Config withMethod(Method newMethod) {
      return new Config(newMethod, tolerance, maxIterations, recordEvery);
    }

    /** The same with another end. */
    public Config withLimits(double newTolerance, int newMaxIterations) {
      return new Config(method, newTolerance, newMaxIterations, recordEvery);
    }
  }

  private final Config config;

  /** With these settings. */
  public FeatureLasso(Config config) {
    this.config = Objects.requireNonNull(config, "config");
  }

  @Override
  public FeatureSolution solve(FeatureProgram program, Monitor monitor) {
    return solve(program, new double[program.count()], monitor);
  }

  /**
   * From a start.
   *
   * @param start α, of length N
   * @throws IllegalArgumentException if the method cannot handle the problem's loss
   */
  public FeatureSolution solve(FeatureProgram program, double[] start, Monitor monitor) {
    if (start.length != program.count()) {
      throw Check.invalid("the length of the start", start.length, "" + program.count());
    }
    ReluLoss loss = program.problem().loss();
    boolean possible =
        config.method == Method.FISTA ? loss != ReluLoss.HINGE : loss == ReluLoss.SQUARED;
    if (!possible) {
      throw Check.invalid("the loss", loss, "one that " + config.method + " handles");
    }
    return new Run(program, start, monitor).solve();
  }

  private final class Run {
    private final FeatureProgram program;
    private final Monitor monitor;
    private final LassoSteps steps;
    private final Trace trace = new Trace();
    private final long begin = System.nanoTime();
    private DualBound bound;
    private double objective;

    Run(FeatureProgram program, double[] start, Monitor monitor) {
      this.program = program;
      this.monitor = monitor;
      steps =
          config.method == Method.FISTA
              ? new FistaSteps(program, start)
              : new CoordinateSteps(program, start);
    }

    FeatureSolution solve() {
      Status status = iterate();
      double gap = objective - bound.value();
      String message =
          "%s: duality gap %.3g after %d iterations"
              .formatted(status, gap, trace.last().iteration());
      double[] alpha = steps.coefficients();
      return new FeatureSolution(
          alpha, program.network(alpha), objective, bound, status, message, trace);
    }

    private Status iterate() {
      record(0);
      for (int i = 1; i <= config.maxIterations; i++) {
        if (monitor.cancelled()) {
          return Status.CANCELLED;
        }
        steps.step();
        if (i % config.recordEvery == 0 || i == config.maxIterations) {
          record(i);
          if (!Double.isFinite(objective)) {
            return Status.BREAKDOWN;
          }
          if (objective - bound.value() <= config.tolerance * Math.max(1, objective)) {
            return Status.CONVERGED;
          }
        }
      }
      return Status.LIMIT_REACHED;
    }

    private void record(int iteration) {
      double seconds = (System.nanoTime() - begin) * 1e-9;
      ReluProblem problem = program.problem();
      double[] fitted = steps.fitted();
      objective = problem.loss().value(fitted, problem.targets());
      for (double alpha : steps.coefficients()) {
        objective += problem.decay() * Math.abs(alpha);
      }
      double[] nu = DualBound.multipliers(problem, fitted);
      bound = DualBound.scaled(problem, nu, steps.largestCorrelation(nu), false);
      Map<String, Double> metrics = Map.of(FeatureSolution.GAP, objective - bound.value());
      trace.add(new Trace.Point(iteration, seconds, objective, Double.NaN, metrics), monitor);
    }
  }
}
