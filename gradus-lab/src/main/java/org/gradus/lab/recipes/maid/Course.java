package org.gradus.lab.recipes.maid;

import java.util.List;
import org.gradus.bilevel.BilevelSolution;
import org.gradus.bilevel.Ending;
import org.gradus.core.Trace;
import org.gradus.lab.reproduce.Plot;

/**
 * A finished run, as a piece.
 *
 * @param work lower-level gradients and conjugate-gradient iterations at each point
 * @param loss upper-level loss there, less the optimum where that is known
 * @param epsilon accuracy there
 * @param theta the parameters at the end
 * @param ending why it ended
 */
@SuppressWarnings("ArrayRecordComponent") // written once, compared by nobody
record Course(double[] work, double[] loss, double[] epsilon, double[] theta, Ending ending) {
  static Course of(BilevelSolution solution, double optimum) {
    List<Trace.Point> points = solution.trace().points();
    return new Course(
        points.stream().mapToDouble(p -> p.metric(BilevelSolution.WORK)).toArray(),
        points.stream().mapToDouble(p -> p.objective() - optimum).toArray(),
        points.stream().mapToDouble(p -> p.metric(BilevelSolution.EPSILON)).toArray(),
        solution.theta(),
        solution.ending());
  }

  double last() {
    return loss[loss.length - 1];
  }

  int steps() {
    return loss.length - 1;
  }

  /** Work until the loss first is at most this; infinity if it never was. */
  double workTo(double level) {
    for (int i = 0; i < loss.length; i++) {
      if (loss[i] <= level) {
        return work[i];
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  Plot.Series series(String name) {
    return Plot.Series.of(name, work, loss);
  }
}
