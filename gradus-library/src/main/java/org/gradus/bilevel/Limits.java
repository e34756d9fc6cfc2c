package org.gradus.bilevel;

import org.gradus.core.Check;

/**
 * When a run ends at the latest.
 *
 * @param outerSteps accepted steps of θ (ours: 1000)
 * @param lowerEvaluations lower-level gradients over the whole run (10⁶)
 * @param work lower-level gradients and conjugate-gradient iterations together (ours: no limit)
 * @param lowerPerSolve lower-level gradients of one solve (2000)
 * @param adjointPerSolve conjugate-gradient iterations of one solve (2000)
 */
public record Limits(
    int outerSteps, long lowerEvaluations, long work, int lowerPerSolve, int adjointPerSolve) {
  /** As the official implementation, where it has a limit. */
  public static final Limits DEFAULT = new Limits(1000, 1_000_000, Long.MAX_VALUE, 2000, 2000);

  /** Validates. */
  public Limits {
    Check.atLeast("outerSteps", outerSteps, 0);
    Check.atLeast("lowerEvaluations", lowerEvaluations, 1);
    Check.atLeast("work", work, 1);
    Check.atLeast("lowerPerSolve", lowerPerSolve, 1);
    Check.atLeast("adjointPerSolve", adjointPerSolve, 1);
  }

  /** The same with another number of outer steps. */
  public Limits withOuterSteps(int steps) {
    return new Limits(steps, lowerEvaluations, work, lowerPerSolve, adjointPerSolve);
  }

  /** The same with another limit on lower-level gradients over the whole run. */
  public Limits withLowerEvaluations(long evaluations) {
    return new Limits(outerSteps, evaluations, work, lowerPerSolve, adjointPerSolve);
  }

  /** The same with another limit on gradients and iterations together. */
  public Limits withWork(long newWork) {
    return new Limits(outerSteps, lowerEvaluations, newWork, lowerPerSolve, adjointPerSolve);
  }

  /** The same with other limits of single solves. */
  public Limits withPerSolve(int lower, int adjoint) {
    return new Limits(outerSteps, lowerEvaluations, work, lower, adjoint);
  }
}
