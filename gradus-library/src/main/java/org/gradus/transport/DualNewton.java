package org.gradus.transport;

import java.util.HashMap;
import java.util.Map;
import org.gradus.core.Solution.Status;

/**
 * Newton's iteration on the dual after some sweeps: direction, Armijo line search, best iterate.
 *
 * <p>The trial point of a step is filled into the kernel; once accepted, it is the next iterate's
 * plan. So a step at full length makes one plan.
 */
final class DualNewton {
  private static final double ARMIJO = 1e-4;
  private static final double SLACK = 1e-15;
  private static final double SHIFT = 1e-3;
  private static final int SWEEPS_INSTEAD = 3;
  private static final int HALVINGS = 12;
  private static final int HALVINGS_WITHOUT_SAFEGUARDS = 50;
  private static final int PATIENCE = 3;

  private final TransportProblem problem;
  private final NewtonConfig config;
  private final GibbsKernel kernel;
  private final NewtonDirection direction;
  private final Run run;
  private final AccuracyFloor floor;
  private DualPoint at;
  private DualPoint best;
  private long sweeps;
  private long steps;
  private double stepLength;

  DualNewton(
      NewtonConfig config,
      Potentials start,
      GibbsKernel kernel,
      NewtonDirection direction,
      Run run) {
    this.problem = kernel.problem();
    this.config = config;
    this.kernel = kernel;
    this.direction = direction;
    this.run = run;
    this.floor = new AccuracyFloor(problem, PATIENCE);
    this.at = kernel.fill(start.x(), start.y());
  }

  TransportSolution solve() {
    if (config.sweeps() > 0 || !Double.isFinite(at.value())) {
      sweep(Math.max(1, config.sweeps()));
    }
    best = at;
    run.record(sweeps, at, Map.of());
    while (true) {
      if (at.error() < best.error()) {
        best = at;
      }
      if (best.error() <= config.tolerance()) {
        return finish(Status.CONVERGED, run.converged(best.error()));
      }
      if (floor.reached(at.error())) {
        return finish(Status.BREAKDOWN, floor.message(config.tolerance()));
      }
      if (run.cancelled()) {
        return finish(Status.CANCELLED, "cancelled after " + steps + " Newton steps");
      }
      if (steps >= config.maxSteps()) {
        return finish(Status.LIMIT_REACHED, steps + " Newton steps did not reach the tolerance");
      }
      if (!step()) {
        return finish(
            Status.BREAKDOWN,
            "no step along the Newton direction raises f: turn safeguards on, or keep more entries");
      }
    }
  }

  /** One Newton step, or the sweeps that replace it; false where neither moved. */
  private boolean step() {
    NewtonDirection.Step towards = direction.solve(at, shift());
    DualPoint next = search(towards);
    steps++;
    if (next != null) {
      at = next;
    } else if (config.safeguards()) {
      kernel.fill(at.x(), at.y());
      sweep(SWEEPS_INSTEAD);
    } else {
      return false;
    }
    Map<String, Double> metrics = new HashMap<>(towards.metrics());
    metrics.put(TransportSolution.STEP_LENGTH, next == null ? 0 : stepLength);
    run.record(sweeps + steps, at, metrics);
    return true;
  }

  private double shift() {
    if (!config.safeguards()) {
      return 0;
    }
    double mean =
        (Sums.of(at.rowSums()) + Sums.of(at.columnSums())) / (problem.rows() + problem.columns());
    return SHIFT * Math.min(1, at.error()) * mean;
  }

  /** The first trial length that raises f enough; null where none does. */
  private DualPoint search(NewtonDirection.Step towards) {
    double slope =
        Sums.dot(at.rowGradient(), towards.dx()) + Sums.dot(at.columnGradient(), towards.dy());
    double slack = SLACK * Math.max(1, Math.abs(at.value()));
    int halvings = config.safeguards() ? HALVINGS : HALVINGS_WITHOUT_SAFEGUARDS;
    stepLength = 1;
    for (int trial = 0; trial <= halvings; trial++) {
      DualPoint next = kernel.fill(moved(at.x(), towards.dx()), moved(at.y(), towards.dy()));
      // A NaN or -infinity fails this comparison, as it should.
      if (next.value() >= at.value() + ARMIJO * stepLength * slope - slack) {
        return next;
      }
      stepLength /= 2;
    }
    return null;
  }

  private double[] moved(double[] from, double[] by) {
    double[] result = new double[from.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = from[i] + stepLength * by[i];
    }
    return result;
  }

  private void sweep(int count) {
    Sweeps sinkhorn = new ScalingSweeps(kernel, at.x(), at.y());
    for (int i = 0; i < count && !run.cancelled(); i++) {
      sinkhorn.sweep();
      sweeps++;
    }
    at = kernel.fill(sinkhorn.x(), sinkhorn.y());
  }

  private TransportSolution finish(Status status, String message) {
    return run.finish(status, message, kernel, best.x(), best.y(), new Run.Counts(sweeps, steps));
  }
}
