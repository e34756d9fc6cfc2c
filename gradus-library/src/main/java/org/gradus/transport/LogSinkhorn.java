package org.gradus.transport;

import org.gradus.core.Monitor;

/**
 * Sinkhorn's method in the log domain: potentials only, no scalings to overflow.
 *
 * <p>x ← x + (log r − log P 1)/η, then y ← y + (log c − log Pᵀ 1)/η. A sweep takes n m
 * exponentials, ten to twenty times the work of {@link Sinkhorn}'s, whose iterates are the same;
 * but it needs no n × m matrix beside the cost until the plan is made at the end.
 */
public final class LogSinkhorn implements TransportSolver {
  private final SinkhornConfig config;

  /** With {@link SinkhornConfig#DEFAULT}. */
  public LogSinkhorn() {
    this(SinkhornConfig.DEFAULT);
  }

  /** With the given settings. */
  public LogSinkhorn(SinkhornConfig config) {
    this.config = config;
  }

  @Override
  public TransportSolution solve(TransportProblem problem, Potentials start, Monitor monitor) {
    return SweepLoop.solve(problem, config, start, monitor, (x, y) -> new Log(problem, x, y));
  }

  private static final class Log implements SweepLoop.Arithmetic {
    private final TransportProblem problem;
    private final Sweeps sweeps;

    Log(TransportProblem problem, double[] x, double[] y) {
      this.problem = problem;
      this.sweeps = new LogSweeps(problem, x, y);
    }

    @Override
    public Sweeps sweeps() {
      return sweeps;
    }

    @Override
    public GibbsKernel kernel() {
      return new GibbsKernel(problem);
    }
  }
}
