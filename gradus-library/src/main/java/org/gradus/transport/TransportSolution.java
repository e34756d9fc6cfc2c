package org.gradus.transport;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Solution;
import org.gradus.core.Trace;

/**
 * A plan with its potentials, certificate and history.
 *
 * <p>Derivatives of the regularised optimum come with it: with respect to C it is the plan, with
 * respect to r and c (in directions that keep the sums equal) x and y.
 *
 * @param plan P, [n, m], float64 in main memory, freed by the garbage collector or {@code close()}
 * @param potentials x and y with mean(y) = 0; P is P(x, y)
 * @param certificate how good they are
 * @param sweeps Sinkhorn sweeps done
 * @param newtonSteps Newton steps done
 * @param trace points by iteration = sweeps + Newton steps: objective f, gradientNorm ‖∇f‖₂, and
 *     the metrics named here; the last point is the solution's
 */
public record TransportSolution(
    Tensor plan,
    Potentials potentials,
    TransportCertificate certificate,
    long sweeps,
    long newtonSteps,
    Status status,
    String message,
    Trace trace)
    implements Solution {

  /** Metric: the L1 error of both marginals. */
  public static final String MARGINAL_ERROR = "marginal_error";

  /**
   * Metric: the regularised cost of the plan less f; the last point has the certificate's bound.
   */
  public static final String GAP = "gap";

  /** Metric of sparse Newton steps: entries of the plan that were kept. */
  public static final String KEPT_ENTRIES = "kept_entries";

  /** Metric of sparse Newton steps: mass of the entries that were not kept. */
  public static final String DROPPED_MASS = "dropped_mass";

  /** Metric of sparse Newton steps: iterations of conjugate gradients. */
  public static final String CG_ITERATIONS = "cg_iterations";

  /** Metric of Newton steps: the step length; 0 where sweeps replaced the step. */
  public static final String STEP_LENGTH = "step_length";
}
