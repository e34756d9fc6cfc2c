package org.gradus.smooth.logistic;

import org.gradus.core.Monitor;
import org.gradus.core.Solver;

/** A method for {@link LogisticProblem}s that can start from given weights. */
public interface LogisticSolver extends Solver<LogisticProblem, LogisticSolution> {
  /**
   * Solves the problem.
   *
   * @param start where to begin: 0, or the weights of a similar problem
   * @throws IllegalArgumentException if the start does not fit, or the method not the problem
   */
  LogisticSolution solve(LogisticProblem problem, double[] start, Monitor monitor);

  @Override
  default LogisticSolution solve(LogisticProblem problem, Monitor monitor) {
    return solve(problem, new double[problem.dimension()], monitor);
  }
}
