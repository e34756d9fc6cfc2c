package org.gradus.lowrank;

import java.util.Map;
import org.gradus.core.Monitor;
import org.gradus.core.Solution.Status;
import org.gradus.core.SparseMatrix;
import org.gradus.core.Trace;

/** One run of {@link AlternatingMinimization}: its factors, clock and trace. */
final class Alternation {
  private final CompletionProblem problem;
  private final SamplePlan plan;
  private final AlternatingMinimization.Config config;
  private final CompletionDraws draws;
  private final AlternatingMinimization.Intervention intervention;
  private final Monitor monitor;
  private final Trace trace = new Trace();
  private final long started = System.nanoTime();
  private final int rank;
  private final boolean warm;
  private final double norm;

  /** Uₜ, and where the regressions for V^ start; null for 0. */
  private double[] u;

  private double[] vStart;

  /** The factors of the last finished iteration. */
  private double[] left;

  private double[] right;

  private long paused;
  private long multiplyAdds;
  private double relativeResidual = 1;

  Alternation(
      CompletionProblem problem,
      SamplePlan plan,
      AlternatingMinimization.Config config,
      CompletionDraws draws,
      AlternatingMinimization.Intervention intervention,
      Monitor monitor) {
    this.problem = problem;
    this.plan = plan;
    this.config = config;
    this.draws = draws;
    this.intervention = intervention;
    this.monitor = monitor;
    rank = problem.rank();
    norm = problem.entries().norm();
    warm = config.regression() instanceof Regression.WarmCg;
  }

  /** Runs from U₀. */
  CompletionSolution run(double[] start) {
    u = start;
    left = start;
    right = new double[problem.entries().columns() * rank];
    for (int t = 0; t < config.maxIterations(); t++) {
      double before = t == 0 ? Double.POSITIVE_INFINITY : relativeResidual;
      Status stopped = iterate(t);
      if (stopped == Status.CANCELLED) {
        return finish(stopped, "cancelled after " + t + " iterations");
      }
      if (stopped == Status.BREAKDOWN) {
        return finish(stopped, "a factor is not finite in iteration " + (t + 1));
      }
      if (relativeResidual <= config.residualTolerance()) {
        return finish(
            Status.CONVERGED,
            "relative residual " + relativeResidual + " <= " + config.residualTolerance());
      }
      double change = Math.abs(before - relativeResidual) / relativeResidual;
      if (change < config.changeTolerance()) {
        return finish(
            Status.CONVERGED,
            "the relative residual stays at " + relativeResidual + ": changed by " + change);
      }
    }
    return finish(
        Status.LIMIT_REACHED,
        config.maxIterations() + " iterations ended at relative residual " + relativeResidual);
  }

  /** One outer iteration; tells why it was not finished, or null where it was. */
  private Status iterate(int t) {
    if (monitor.cancelled()) {
      return Status.CANCELLED;
    }
    double[] columns = halfStep(2 * t, u, vStart);
    double columnResidual = relativeResidual;
    if (!finite(columns)) {
      return Status.BREAKDOWN;
    }
    if (monitor.cancelled()) {
      return Status.CANCELLED;
    }
    Orthonormal v = Orthonormal.of(columns, rank);
    double[] rows = halfStep(2 * t + 1, v.basis(), warm ? v.carry(u) : null);
    if (!finite(rows)) {
      return Status.BREAKDOWN;
    }
    left = rows;
    right = v.basis();
    record(t + 1, columnResidual);
    Orthonormal next = Orthonormal.of(rows, rank);
    u = next.basis();
    vStart = warm ? next.carry(v.basis()) : null;
    return null;
  }

  /** Solves for one factor and updates the residual. */
  private double[] halfStep(int number, double[] fixed, double[] start) {
    ObservedEntries entries = plan.halfStep(number);
    SparseMatrix observed = number % 2 == 0 ? entries.byColumn() : entries.byRow();
    double last = relativeResidual;
    HalfStep.Result result =
        new HalfStep(observed, rank, problem.ridge())
            .run(
                fixed,
                start,
                () -> new RegressionSolver(config.regression(), draws, rank, number, last));
    multiplyAdds += result.multiplyAdds();
    relativeResidual = result.residual() == 0 ? 0 : result.residual() / entries.norm();
    intervention.after(number, result.factor(), fixed);
    return result.factor();
  }

  private void record(int iteration, double columnResidual) {
    double seconds = seconds();
    long before = System.nanoTime();
    trace.add(
        new Trace.Point(
            iteration,
            seconds,
            Math.pow(relativeResidual * norm, 2),
            Double.NaN,
            Map.of(
                CompletionSolution.RELATIVE_RESIDUAL,
                relativeResidual,
                CompletionSolution.COLUMN_RESIDUAL,
                columnResidual,
                CompletionSolution.MULTIPLY_ADDS,
                (double) multiplyAdds)),
        monitor);
    // The monitor's time is not the method's.
    paused += System.nanoTime() - before;
  }

  private CompletionSolution finish(Status status, String message) {
    LowRankFactors best = LowRankFactors.of(left, right, rank);
    return new CompletionSolution(
        best,
        CompletionCertificate.of(problem, best),
        CompletionWarnings.of(problem, config.incoherence()),
        status,
        message,
        trace);
  }

  private double seconds() {
    return (System.nanoTime() - started - paused) * 1e-9;
  }

  private static boolean finite(double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
