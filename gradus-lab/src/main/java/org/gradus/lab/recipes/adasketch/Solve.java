package org.gradus.lab.recipes.adasketch;

import java.util.Arrays;
import java.util.List;
import org.gradus.constrained.ConstrainedProblem;
import org.gradus.constrained.ConstrainedSolution;
import org.gradus.core.Monitor;
import org.gradus.core.Solution;
import org.gradus.core.Solver;
import org.gradus.core.Trace;

/**
 * One solve, as a piece.
 *
 * @param end why it ended
 * @param converged whether the tolerance was reached
 * @param iterations outer steps
 * @param inner sketches, cycles or inner Newton steps
 * @param gradients evaluations of first derivatives
 * @param seconds what the steps took
 * @param residual the certificate's |∇L|
 * @param norms |∇L| at the start and after each step
 * @param steps α of each step
 */
record Solve(
    String end,
    boolean converged,
    int iterations,
    long inner,
    long gradients,
    double seconds,
    double residual,
    double[] norms,
    double[] steps) {

  static Solve run(
      Solver<ConstrainedProblem, ConstrainedSolution> solver,
      ConstrainedProblem problem,
      Monitor monitor) {
    ConstrainedSolution solution = solver.solve(problem, monitor);
    List<Trace.Point> points = solution.trace().points();
    return new Solve(
        solution.end().name(),
        solution.status() == Solution.Status.CONVERGED,
        solution.counts().iterations(),
        solution.counts().inner(),
        solution.counts().gradients(),
        solution.trace().last().seconds(),
        solution.certificate().residual(),
        points.stream().mapToDouble(Trace.Point::gradientNorm).toArray(),
        points.stream()
            .skip(1)
            .mapToDouble(p -> p.metric(ConstrainedSolution.STEP_LENGTH))
            .toArray());
  }

  /** Whether the last two steps, or the only one, were full. */
  boolean endsWithFullSteps() {
    return Arrays.stream(steps).skip(Math.max(0, steps.length - 2)).allMatch(a -> a == 1);
  }

  /** |∇L| over that of the step before, at each step. */
  double[] ratios() {
    double[] ratios = new double[norms.length - 1];
    for (int k = 0; k < ratios.length; k++) {
      ratios[k] = norms[k + 1] / norms[k];
    }
    return ratios;
  }

  /** Outer steps, with a mark where it failed. */
  String outer() {
    return converged ? String.valueOf(iterations) : "failed (" + iterations + ")";
  }
}
