package org.gradus.lab.recipes.sns;

import java.util.List;
import org.gradus.core.Monitor;
import org.gradus.core.Trace;
import org.gradus.transport.NewtonConfig;
import org.gradus.transport.SinkhornNewtonSparse;
import org.gradus.transport.Sparsity;
import org.gradus.transport.TransportProblem;
import org.gradus.transport.TransportSolution;
import org.gradus.transport.TransportSolver;

/**
 * One solve, as a piece: the marginal error over iterations and seconds, at most 200 points of it.
 *
 * @param sweeps Sinkhorn sweeps done
 * @param steps Newton steps done
 * @param seconds what the iterations took
 * @param error the certificate's marginal error
 * @param feasibleCost the certificate's cost of a feasible plan nearby
 * @param lowerBound the certificate's lower bound on the unregularised cost
 * @param iterations of the kept points
 * @param times of the kept points
 * @param errors of the kept points
 */
record Solve(
    long sweeps,
    long steps,
    double seconds,
    double error,
    double feasibleCost,
    double lowerBound,
    double[] iterations,
    double[] times,
    double[] errors) {
  private static final int KEPT = 200;

  static Solve run(TransportSolver solver, TransportProblem problem, Monitor monitor) {
    TransportSolution solution = solver.solve(problem, monitor);
    List<Trace.Point> points = solution.trace().points();
    double[] times = points.stream().mapToDouble(Trace.Point::seconds).toArray();
    double[] iterations = points.stream().mapToDouble(Trace.Point::iteration).toArray();
    double[] errors =
        points.stream().mapToDouble(p -> p.metric(TransportSolution.MARGINAL_ERROR)).toArray();
    int[] kept = kept(points.size());
    solution.plan().close();
    return new Solve(
        solution.sweeps(),
        solution.newtonSteps(),
        points.isEmpty() ? 0 : times[times.length - 1],
        solution.certificate().marginalError(),
        solution.certificate().feasibleCost(),
        solution.certificate().costLowerBound(),
        take(iterations, kept),
        take(times, kept),
        take(errors, kept));
  }

  /** The paper's method with a number of entries a row. */
  static SinkhornNewtonSparse sparse(NewtonConfig newton, double perRow) {
    return new SinkhornNewtonSparse(
        new SinkhornNewtonSparse.Config(newton, new Sparsity.PerRow(perRow), 1e-6));
  }

  /** Seconds until the marginal error first is at most this; infinity if it never was. */
  double secondsTo(double tolerance) {
    for (int i = 0; i < errors.length; i++) {
      if (errors[i] <= tolerance) {
        return times[i];
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  private static int[] kept(int count) {
    int[] indices = new int[Math.min(count, KEPT)];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = indices.length < 2 ? i : (int) ((long) i * (count - 1) / (indices.length - 1));
    }
    return indices;
  }

  private static double[] take(double[] values, int[] indices) {
    double[] taken = new double[indices.length];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = values[indices[i]];
    }
    return taken;
  }
}
