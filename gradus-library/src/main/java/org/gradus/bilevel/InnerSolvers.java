package org.gradus.bilevel;

import java.util.Objects;
import org.gradus.core.Monitor;

/**
 * What solves the inner problems.
 *
 * @param lower the lower level
 * @param adjoint the linear system
 */
public record InnerSolvers(LowerSolver lower, AdjointSolver adjoint) {
  /** Accelerated gradient steps and conjugate gradients. */
  public static final InnerSolvers DEFAULT =
      new InnerSolvers(LowerSolver.ACCELERATED, AdjointSolver.CONJUGATE_GRADIENT);

  /** Checks that both are there. */
  public InnerSolvers {
    Objects.requireNonNull(lower, "lower");
    Objects.requireNonNull(adjoint, "adjoint");
  }

  InnerSolves on(BilevelProblem problem, Limits limits, Monitor monitor) {
    return new InnerSolves(problem, lower, adjoint, limits, monitor);
  }
}
