package org.gradus.transport;

import org.gradus.core.Monitor;
import org.gradus.core.Solver;

/** A method for {@link TransportProblem}s that can start from given potentials. */
public interface TransportSolver extends Solver<TransportProblem, TransportSolution> {
  /**
   * Solves the problem.
   *
   * @param start where to begin: zero, or the potentials of a similar problem
   * @throws IllegalArgumentException if the start does not have the problem's lengths
   */
  TransportSolution solve(TransportProblem problem, Potentials start, Monitor monitor);

  @Override
  default TransportSolution solve(TransportProblem problem, Monitor monitor) {
    return solve(problem, Potentials.zero(problem.rows(), problem.columns()), monitor);
  }
}
