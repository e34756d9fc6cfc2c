package org.gradus.lab.solve;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.gradus.core.Trace;
import org.gradus.lab.reproduce.Plot;

/** Plots of a trace. */
final class Convergence {
  private Convergence() {}

  /** A quantity that should go to 0, against iterations. */
  static Plot overIterations(
      String label, List<Trace.Point> trace, ToDoubleFunction<Trace.Point> value) {
    return plot("iterations", "iteration", label, trace, Trace.Point::iteration, value);
  }

  /** A quantity that should go to 0, against time. */
  static Plot overSeconds(
      String label, List<Trace.Point> trace, ToDoubleFunction<Trace.Point> value) {
    return plot("seconds", "seconds", label, trace, Trace.Point::seconds, value);
  }

  private static Plot plot(
      String id,
      String across,
      String label,
      List<Trace.Point> trace,
      ToDoubleFunction<Trace.Point> x,
      ToDoubleFunction<Trace.Point> y) {
    return new Plot(
        id,
        label + " against " + across,
        Plot.Axis.linear(across),
        Plot.Axis.logarithmic(label),
        List.of(
            Plot.Series.of(
                label,
                trace.stream().mapToDouble(x).toArray(),
                trace.stream().mapToDouble(y).toArray())));
  }
}
