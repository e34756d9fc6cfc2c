package org.gradus.transport;

import org.bytedeco.javacpp.PointerScope;
import org.gradus.core.Check;
import org.gradus.core.Monitor;

/**
 * Sinkhorn-Newton-Sparse (Tang, Shavlovsky, Rahmanian, Tardini, Thekumparampil, Xiao, Ying, arXiv
 * 2401.12253): a few Sinkhorn sweeps, then Newton steps on the dual with a sparsified Hessian.
 *
 * <p>At large η the plan is nearly sparse, so its K largest entries S make a good Hessian
 *
 * <pre>
 * H = η [ diag(P 1)   S ;  Sᵀ   diag(Pᵀ 1) ]
 * </pre>
 *
 * <p>whose diagonal keeps the full sums. H dz = ∇f is solved by conjugate gradients in O(K) an
 * iteration, the step length by Armijo's rule with halving; the best iterate is returned. A step
 * makes one plan (n m exponentials), selects in O(n m), and holds O(K) memory beside C and the
 * plan. It gains most where Sinkhorn stalls, η (max C − min C) of several hundred; at η of 20
 * Sinkhorn is done in tens of sweeps and the plan is dense, and nothing is gained.
 */
public final class SinkhornNewtonSparse implements TransportSolver {
  /**
   * Settings.
   *
   * @param newton of the iteration
   * @param sparsity how many entries are kept
   * @param cgTolerance relative residual of the linear systems, in (0, 1)
   */
  public record Config(NewtonConfig newton, Sparsity sparsity, double cgTolerance) {
    /** {@link NewtonConfig#DEFAULT}, {@link Sparsity#DEFAULT}, 10⁻⁶. */
    public static final Config DEFAULT = new Config(NewtonConfig.DEFAULT, Sparsity.DEFAULT, 1e-6);

    /** Validates. */
    public Config {
      if (!(cgTolerance > 0 && cgTolerance < 1)) {
        throw Check.invalid("cgTolerance", cgTolerance, "in (0, 1)");
      }
    }

    /** The same with other settings of the iteration. */
    public Config withNewton(NewtonConfig newNewton) {
      return new Config(newNewton, sparsity, cgTolerance);
    }

    /** The same with another sparsity. */
    public Config withSparsity(Sparsity newSparsity) {
      return new Config(newton, newSparsity, cgTolerance);
    }
  }

  private final Config config;

  /** With {@link Config#DEFAULT}. */
  public SinkhornNewtonSparse() {
    this(Config.DEFAULT);
  }

  /** With the given settings. */
  public SinkhornNewtonSparse(Config config) {
    this.config = config;
  }

  @Override
  public TransportSolution solve(TransportProblem problem, Potentials start, Monitor monitor) {
    Run run = new Run(problem, start, config.newton().tolerance(), monitor);
    try (PointerScope scope = new PointerScope()) {
      GibbsKernel kernel = new GibbsKernel(problem);
      NewtonDirection direction =
          new SparseDirection(kernel, config.sparsity(), config.cgTolerance());
      return new DualNewton(config.newton(), start, kernel, direction, run).solve();
    }
  }
}
