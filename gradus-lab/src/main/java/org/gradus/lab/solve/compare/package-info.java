/**
 * Solvers against each other: {@link org.gradus.lab.solve.compare.SolverTask}s hold cases
 * (problems) with entrants (solvers set up for them), {@link
 * org.gradus.lab.solve.compare.SolverComparison} runs each entrant several times in turn, keeps
 * every finished attempt, and {@link org.gradus.lab.solve.compare.ComparisonPage} shows the gap to
 * the optimum against seconds and iterations.
 */
package org.gradus.lab.solve.compare;
