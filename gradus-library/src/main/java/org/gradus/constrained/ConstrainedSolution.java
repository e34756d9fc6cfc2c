package org.gradus.constrained;

import org.gradus.core.Solution;
import org.gradus.core.Trace;

/**
 * A point with its multipliers, how good they are, and how they were reached.
 *
 * @param x the point
 * @param multipliers λ, with ∇f + Gᵀ λ = 0 at a solution
 * @param certificate evaluated afresh at (x, λ)
 * @param counts what it took
 * @param end why it ended, more finely than the status
 * @param trace points by outer iteration: objective f, gradientNorm |∇L|₂, and the metrics named
 *     here
 */
public record ConstrainedSolution(
    double[] x,
    double[] multipliers,
    KktCertificate certificate,
    Counts counts,
    End end,
    Status status,
    String message,
    Trace trace)
    implements Solution {

  /** Metric: |c|₂. */
  public static final String VIOLATION = "violation";

  /** Metric of every step: its length α. */
  public static final String STEP_LENGTH = "step_length";

  /** Metric of every step: |r| = |K z + ∇L| of its Newton system. */
  public static final String RESIDUAL = "residual";

  /** Metric: sketches, cycles of GMRES or inner Newton steps so far. */
  public static final String INNER = "inner";

  /** Metric of AdaSketch steps: η₁ of the merit function. */
  public static final String ETA1 = "eta1";

  /** Metric of AdaSketch steps: η₂ of the merit function. */
  public static final String ETA2 = "eta2";

  /** Metric of AdaSketch steps: the accuracy δ that the next one starts from. */
  public static final String DELTA = "delta";

  /** Metric of AdaSketch steps: the directional derivative ∇Mᵀ z. */
  public static final String SLOPE = "slope";

  /** Metric of steps on a merit function: M, φ or the augmented Lagrangian before the step. */
  public static final String MERIT_BEFORE = "merit_before";

  /** Metric of steps on a merit function: the same one, same penalties, after the step. */
  public static final String MERIT_AFTER = "merit_after";

  /** Metric of the other methods' steps: the penalty μ. */
  public static final String MU = "mu";

  /**
   * What a run took.
   *
   * @param iterations outer steps
   * @param inner sketches, cycles of GMRES or inner Newton steps
   * @param values evaluations of f and c
   * @param gradients evaluations of ∇f and G
   * @param hessians evaluations of the Hessian of the Lagrangian
   * @param capped outer steps whose Newton system reached the limit on inner iterations
   */
  public record Counts(
      int iterations, long inner, long values, long gradients, long hessians, int capped) {}

  /** Why a run ended. */
  public enum End {
    /** |∇L| is small enough. */
    STATIONARY(Status.CONVERGED),
    /** The limit on outer steps. */
    ITERATIONS(Status.LIMIT_REACHED),
    /** The linearised constraints contradict each other. */
    INCONSISTENT(Status.INFEASIBLE),
    /** λ_min(G Gᵀ) is below its limit. */
    SINGULAR_JACOBIAN(Status.BREAKDOWN),
    /** K could not be factored. */
    SINGULAR_SYSTEM(Status.BREAKDOWN),
    /** The step is no descent direction of the merit function. */
    NO_DESCENT(Status.BREAKDOWN),
    /** The step length fell below 10⁻¹². */
    LINE_SEARCH(Status.BREAKDOWN),
    /** A derivative is not finite. */
    NON_FINITE(Status.BREAKDOWN),
    /** The monitor asked. */
    CANCELLED(Status.CANCELLED);

    private final Status status;

    End(Status status) {
      this.status = status;
    }

    Status status() {
      return status;
    }
  }
}
