package org.gradus.transport;

import org.gradus.core.Monitor;

/**
 * Sinkhorn's method by scaling, with absorption: the fastest form here.
 *
 * <p>u ← r / (K v), v ← c / (Kᵀ u) on the kernel K = P(x, y) at absorbed potentials, which are
 * brought up to date whenever a scaling leaves [10⁻⁵⁰, 10⁵⁰] (Schmitzer, arXiv 1610.06519), so that
 * no η is too large. A sweep reads K once: n m multiplications twice. Memory: C and one n × m
 * matrix.
 */
public final class Sinkhorn implements TransportSolver {
  private final SinkhornConfig config;

  /** With {@link SinkhornConfig#DEFAULT}. */
  public Sinkhorn() {
    this(SinkhornConfig.DEFAULT);
  }

  /** With the given settings. */
  public Sinkhorn(SinkhornConfig config) {
    this.config = config;
  }

  @Override
  public TransportSolution solve(TransportProblem problem, Potentials start, Monitor monitor) {
    return SweepLoop.solve(problem, config, start, monitor, (x, y) -> new Scaling(problem, x, y));
  }

  private static final class Scaling implements SweepLoop.Arithmetic {
    private final GibbsKernel kernel;
    private final Sweeps sweeps;

    Scaling(TransportProblem problem, double[] x, double[] y) {
      kernel = new GibbsKernel(problem);
      sweeps = new ScalingSweeps(kernel, x, y);
    }

    @Override
    public Sweeps sweeps() {
      return sweeps;
    }

    @Override
    public GibbsKernel kernel() {
      return kernel;
    }
  }
}
