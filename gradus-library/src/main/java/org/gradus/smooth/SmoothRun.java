package org.gradus.smooth;

import java.util.HashMap;
import java.util.Map;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Trace;

/** One run of a method: its iterate, counts, clock, trace and end. */
final class SmoothRun {
  final SmoothProblem problem;
  final Metric metric;
  private final StoppingRule stop;
  private final Monitor monitor;
  private final Trace trace = new Trace();
  private final long started = System.nanoTime();
  private final double gradientTolerance;
  private long paused;
  private int iterations;
  private long gradients;
  private long values;
  private long hessians;
  private long solves;
  private long innerIterations;

  double[] x;
  double[] g;
  double value;
  double dualNorm;

  /** Evaluates the start, which must be finite. */
  SmoothRun(SmoothProblem problem, StoppingRule stop, Monitor monitor) {
    this.problem = problem;
    this.stop = stop;
    this.monitor = monitor;
    metric = problem.metric();
    x = problem.start();
    g = new double[x.length];
    value = gradient(x, g);
    Check.finite("f at the start", value);
    if (!Vectors.allFinite(g)) {
      throw Check.invalid("the gradient at the start", "not finite", "finite");
    }
    dualNorm = metric.dualNorm(g);
    gradientTolerance = stop.gradientTolerance(dualNorm);
  }

  double gradient(double[] at, double[] gradient) {
    gradients++;
    return problem.function().gradient(at, gradient);
  }

  double value(double[] at) {
    values++;
    return problem.function().value(at);
  }

  /** H at the iterate, once an iteration. */
  ShiftedSystem hessian() {
    hessians++;
    return ShiftedSystem.of(problem.curvature().at(x, g), metric, dualNorm);
  }

  /** d ← −(H + λ B)⁻¹ g; false where that fails. */
  boolean step(ShiftedSystem system, double lambda, double[] d) {
    solves++;
    long before = system.innerIterations();
    double[] right = Vectors.scaled(-1, g);
    boolean solved = system.shift(lambda) && system.solve(right, d);
    innerIterations += system.innerIterations() - before;
    return solved && Vectors.allFinite(d);
  }

  /** Takes a point that was evaluated as the next iterate. */
  void accept(double[] nextX, double[] nextG, double nextValue) {
    x = nextX;
    g = nextG;
    value = nextValue;
    dualNorm = metric.dualNorm(g);
    iterations++;
  }

  void record(double radius, Map<String, Double> more) {
    long before = System.nanoTime();
    Map<String, Double> metrics = new HashMap<>(more);
    metrics.put(SmoothSolution.RADIUS, radius);
    metrics.put(SmoothSolution.GRADIENTS, (double) gradients);
    double seconds = (before - started - paused) * 1e-9;
    trace.add(new Trace.Point(iterations, seconds, value, dualNorm, metrics), monitor);
    paused += System.nanoTime() - before;
  }

  /** Metrics of an accepted step. */
  static Map<String, Double> step(double lambda, double norm, int trials) {
    return Map.of(
        SmoothSolution.LAMBDA,
        lambda,
        SmoothSolution.STEP_NORM,
        norm,
        SmoothSolution.TRIALS,
        (double) trials);
  }

  /** Why to stop here, or null. */
  SmoothSolution.End end() {
    if (dualNorm <= gradientTolerance) {
      return SmoothSolution.End.STATIONARY;
    }
    if (stop.reached(value)) {
      return SmoothSolution.End.TARGET;
    }
    if (monitor.cancelled()) {
      return SmoothSolution.End.CANCELLED;
    }
    return iterations >= stop.maxIterations() ? SmoothSolution.End.ITERATIONS : null;
  }

  SmoothSolution finish(SmoothSolution.End end) {
    String why =
        switch (end) {
          case STATIONARY -> "stationary: |g| = " + dualNorm + " <= " + gradientTolerance;
          case TARGET ->
              "target: f - f* = " + (value - stop.optimum()) + " < " + stop.valueTolerance();
          case ROUND_OFF -> "round-off: a step can gain less than the rounding of f = " + value;
          case ITERATIONS -> iterations + " iterations did not reach the tolerance";
          case SEARCH_FAILED -> "search failed: no trial step was accepted at |g| = " + dualNorm;
          case CANCELLED -> "cancelled after " + iterations + " iterations";
        };
    return new SmoothSolution(
        x.clone(),
        SmoothCertificate.of(problem, x),
        new SmoothSolution.Counts(iterations, gradients, values, hessians, solves, innerIterations),
        end,
        end.status(),
        why,
        trace);
  }
}
