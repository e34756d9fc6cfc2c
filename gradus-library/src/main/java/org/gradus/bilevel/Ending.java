package org.gradus.bilevel;

import org.gradus.core.Solution.Status;

/** Why a run ended. */
public enum Ending {
  /** ‖z‖ + ω is within the tolerance, and with it ‖∇f‖; for HOAG ‖z‖ alone. */
  STATIONARY(Status.CONVERGED),
  /** A finer lower-level solution is wanted than float64 can represent. */
  ACCURACY_FLOOR(Status.BREAKDOWN),
  /** The limit on outer steps. */
  OUTER_LIMIT(Status.LIMIT_REACHED),
  /** The limit on lower-level evaluations, or the lower-level limit of a single solve. */
  LOWER_LIMIT(Status.LIMIT_REACHED),
  /** The limit on conjugate-gradient iterations of a single solve. */
  ADJOINT_LIMIT(Status.LIMIT_REACHED),
  /** The limit on evaluations and iterations together. */
  WORK_LIMIT(Status.LIMIT_REACHED),
  /** The limit on refinements of the accuracy within one step. */
  REFINEMENT_LIMIT(Status.LIMIT_REACHED),
  /** No trial step was good enough, and the accuracy is frozen. */
  LINE_SEARCH_FAILED(Status.LIMIT_REACHED),
  /** A direction of curvature that is not positive: h is not strongly convex. */
  NOT_CONVEX(Status.BREAKDOWN),
  /** A callback returned NaN or an infinite number. */
  NON_FINITE(Status.BREAKDOWN),
  /** The monitor. */
  CANCELLED(Status.CANCELLED);

  private final Status status;

  Ending(Status status) {
    this.status = status;
  }

  /** The same in the words all solvers share. */
  public Status status() {
    return status;
  }
}
