package org.gradus.core;

/**
 * A method for a typed problem: problem in, certified solution out.
 *
 * @param <P> the problem: an immutable record of the data, validated by its constructor
 * @param <S> the solution: an immutable record of the answer, its certificate and its trace
 */
@FunctionalInterface
public interface Solver<P, S extends Solution> {
  /**
   * Solves the problem.
   *
   * @param problem what to solve
   * @param monitor hears every recorded iteration and may stop the work, which then ends with
   *     {@link Solution.Status#CANCELLED} and the best answer so far
   */
  S solve(P problem, Monitor monitor);

  /** Solves the problem without a monitor. */
  default S solve(P problem) {
    return solve(problem, Monitor.SILENT);
  }
}
