package org.gradus.smooth;

import org.gradus.core.Solution;
import org.gradus.core.Trace;

/**
 * A point, how good it is, and how it was reached.
 *
 * @param x the point
 * @param certificate evaluated afresh at x
 * @param counts what it took
 * @param end why it ended, more finely than the status
 * @param trace points by iteration: objective f, gradientNorm |g|_* of the problem's metric, and
 *     the metrics named here
 */
public record SmoothSolution(
    double[] x,
    SmoothCertificate certificate,
    Counts counts,
    End end,
    Status status,
    String message,
    Trace trace)
    implements Solution {

  /** Metric: the trust radius γ (or the constant M or L) with which the next step begins. */
  public static final String RADIUS = "radius";

  /** Metric: the regularisation λ of the step that led here. */
  public static final String LAMBDA = "lambda";

  /** Metric: the length |d| of the step that led here. */
  public static final String STEP_NORM = "step_norm";

  /** Metric: trials of the step that led here, the accepted one included. */
  public static final String TRIALS = "trials";

  /** Metric: gradient evaluations so far. */
  public static final String GRADIENTS = "gradients";

  /**
   * What a run took.
   *
   * @param iterations accepted steps
   * @param gradients evaluations of value and gradient together, or of the gradient
   * @param values evaluations of the value alone
   * @param hessians Hessians asked for
   * @param solves linear systems with a Hessian, failed ones included
   * @param innerIterations products of conjugate gradients
   */
  public record Counts(
      int iterations,
      long gradients,
      long values,
      long hessians,
      long solves,
      long innerIterations) {}

  /** Why a run ended. */
  public enum End {
    /** |g|_* is small enough. */
    STATIONARY,
    /** f − f* is small enough. */
    TARGET,
    /** The decrease a step could bring is below the rounding of f: a normal end. */
    ROUND_OFF,
    /** The limit on iterations. */
    ITERATIONS,
    /** No trial step was accepted. */
    SEARCH_FAILED,
    /** The monitor asked. */
    CANCELLED;

    Status status() {
      return switch (this) {
        case STATIONARY, TARGET, ROUND_OFF -> Status.CONVERGED;
        case ITERATIONS -> Status.LIMIT_REACHED;
        case SEARCH_FAILED -> Status.BREAKDOWN;
        case CANCELLED -> Status.CANCELLED;
      };
    }
  }
}
