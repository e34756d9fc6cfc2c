package org.gradus.transport;

import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.gradus.core.Monitor;
import org.gradus.core.Solution.Status;

/** Sweeps until the error is small enough: what both forms of Sinkhorn's method share. */
final class SweepLoop {
  /** The error of Sinkhorn's iteration never rises but by rounding. */
  private static final int PATIENCE = 20;

  /** Makes the sweeps and, when asked, the kernel they end in. */
  interface Arithmetic {
    Sweeps sweeps();

    GibbsKernel kernel();
  }

  /** Chooses the arithmetic; called inside the scope that frees what it allocates. */
  @FunctionalInterface
  interface Factory {
    Arithmetic make(double[] x, double[] y);
  }

  private final TransportProblem problem;
  private final SinkhornConfig config;
  private final Run run;
  private final AccuracyFloor floor;

  private SweepLoop(
      TransportProblem problem, SinkhornConfig config, Potentials start, Monitor monitor) {
    this.problem = problem;
    this.config = config;
    this.run = new Run(problem, start, config.tolerance(), monitor);
    this.floor = new AccuracyFloor(problem, PATIENCE);
  }

  static TransportSolution solve(
      TransportProblem problem,
      SinkhornConfig config,
      Potentials start,
      Monitor monitor,
      Factory factory) {
    SweepLoop loop = new SweepLoop(problem, config, start, monitor);
    try (PointerScope scope = new PointerScope()) {
      return loop.solve(factory.make(start.x(), start.y()));
    }
  }

  private TransportSolution solve(Arithmetic arithmetic) {
    Sweeps sweeps = arithmetic.sweeps();
    Status status = Status.LIMIT_REACHED;
    String message = config.maxSweeps() + " sweeps did not reach the tolerance";
    long done = 0;
    while (done < config.maxSweeps()) {
      if (run.cancelled()) {
        status = Status.CANCELLED;
        message = "cancelled after " + done + " sweeps";
        break;
      }
      double error = sweep(sweeps, done);
      done++;
      if (error <= config.tolerance()) {
        status = Status.CONVERGED;
        message = run.converged(error);
        break;
      }
      if (!Double.isNaN(error) && floor.reached(error)) {
        status = Status.BREAKDOWN;
        message = floor.message(config.tolerance());
        break;
      }
    }
    return run.finish(
        status, message, arithmetic.kernel(), sweeps.x(), sweeps.y(), new Run.Counts(done, 0));
  }

  /** One sweep; where it is due, what it found out about the point before it goes to the trace. */
  private double sweep(Sweeps sweeps, long done) {
    if (done % config.recordEvery() != 0) {
      return sweeps.sweep();
    }
    double[] x = sweeps.x();
    double[] y = sweeps.y();
    double error = sweeps.sweep();
    if (!Double.isNaN(error)) {
      double[] rowSums = sweeps.rowSumsBefore().clone();
      run.record(done, DualPoint.of(problem, x, y, rowSums, problem.columnMarginal()), Map.of());
    }
    return error;
  }
}
