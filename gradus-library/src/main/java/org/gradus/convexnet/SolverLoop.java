package org.gradus.convexnet;

import java.util.Map;
import org.gradus.core.Monitor;
import org.gradus.core.Solution.Status;
import org.gradus.core.Trace;

/** Keeps the trace of a run on the cone program and makes its solution. */
final class SolverLoop {
  private final ReluProgram program;
  private final ConeVariables iteration;
  private final Monitor monitor;
  private final Trace trace = new Trace();
  private final long start = System.nanoTime();
  private long paused;

  SolverLoop(ReluProgram program, ConeVariables iteration, Monitor monitor) {
    this.program = program;
    this.iteration = iteration;
    this.monitor = monitor;
  }

  /** Adds a point; its residuals' and monitors' time does not count. */
  Residuals record() {
    long now = System.nanoTime();
    Residuals residuals = iteration.residuals();
    trace.add(
        new Trace.Point(
            iteration.count(),
            (now - start - paused) * 1e-9,
            residuals.objective(),
            residuals.fit(),
            Map.of(
                ReluSolution.PRIMAL_RESIDUAL,
                residuals.primal(),
                ReluSolution.BLOCK_STATIONARITY,
                residuals.blocks(),
                ReluSolution.PENALTY,
                residuals.penalty())),
        monitor);
    paused += System.nanoTime() - now;
    return residuals;
  }

  ReluSolution solution(Status status, double tolerance, boolean certify) {
    AdmmState state = iteration.state();
    BlockWeights weights = state.weights(program.problem().width());
    ReluCertificate certificate =
        certify
            ? ReluCertificate.of(program, weights, iteration.multipliers())
            : ReluCertificate.withoutBound(program, weights);
    double residual = iteration.residuals().largest();
    String message =
        "%s after %d iterations: the largest residual is %.3g against a tolerance of %.3g"
            .formatted(words(status), state.iteration(), residual, tolerance);
    return new ReluSolution(weights, weights.network(), certificate, state, status, message, trace);
  }

  private static String words(Status status) {
    return switch (status) {
      case CONVERGED -> "converged";
      case CANCELLED -> "stopped by the monitor";
      case BREAKDOWN -> "numbers stopped being finite";
      default -> "the limit on iterations was reached";
    };
  }
}
