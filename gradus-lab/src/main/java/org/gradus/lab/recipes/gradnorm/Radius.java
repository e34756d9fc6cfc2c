package org.gradus.lab.recipes.gradnorm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.gradus.core.PortableRandom;
import org.gradus.core.Trace;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Axis;
import org.gradus.lab.reproduce.Plot.Series;
import org.gradus.lab.reproduce.Table;
import org.gradus.smooth.GradientNormalizedNewton;
import org.gradus.smooth.NormalizedSmoothness;
import org.gradus.smooth.SmoothProblem;
import org.gradus.smooth.SmoothProblems;
import org.gradus.smooth.SmoothSolution;
import org.gradus.smooth.StoppingRule;

/** The radius that the search found beside sampled upper bounds of γ(x), on log-sum-exp. */
final class Radius {
  private static final int SAMPLES = 40;

  private Radius() {}

  static void run(Context context, Findings findings) {
    int n = context.size(100, 20);
    SmoothProblem problem = SmoothProblems.logSumExp(n, n, 1);
    Table.Builder table =
        Table.titled(
            "Radius of the search and the least of %d sampled bounds of gamma(x)"
                .formatted(SAMPLES),
            "iteration",
            "radius used",
            "sampled bound");
    List<Double> used = new ArrayList<>();
    List<Double> bounds = new ArrayList<>();
    int steps = context.size(10, 4);
    for (int k = 0; k < steps; k++) {
      SmoothSolution before = solve(problem, k);
      List<Trace.Point> points = solve(problem, k + 1).trace().points();
      double radius = points.get(points.size() - 1).metric(SmoothSolution.RADIUS) / 2;
      double bound = bound(problem, before.x(), radius, k);
      used.add(radius);
      bounds.add(bound);
      table.row(
          Integer.toString(k),
          String.format(Locale.ROOT, "%.3g", radius),
          String.format(Locale.ROOT, "%.3g", bound));
    }
    findings.add(table.build());
    double[] at = IntStream.range(0, steps).asDoubleStream().toArray();
    findings.add(
        new Plot(
            "radius",
            "Radius of the search beside a sampled bound, log-sum-exp",
            Axis.linear("iteration"),
            Axis.logarithmic("radius"),
            List.of(
                Series.of("used", at, used.stream().mapToDouble(v -> v).toArray()),
                Series.of("sampled bound", at, bounds.stream().mapToDouble(v -> v).toArray()))));
  }

  private static SmoothSolution solve(SmoothProblem problem, int steps) {
    StoppingRule stop = new StoppingRule(0, Double.NaN, 0, steps);
    return new GradientNormalizedNewton(GradientNormalizedNewton.Config.DEFAULT.withStop(stop))
        .solve(problem);
  }

  /** The least bound over random directions, as long as the step that was taken. */
  private static double bound(SmoothProblem problem, double[] x, double radius, int k) {
    double least = Double.POSITIVE_INFINITY;
    for (int sample = 0; sample < SAMPLES; sample++) {
      double[] h = PortableRandom.normal(1000L * (k + 1) + sample, x.length);
      double scale = radius / problem.metric().norm(h);
      for (int i = 0; i < h.length; i++) {
        h[i] *= scale;
      }
      least = Math.min(least, NormalizedSmoothness.bound(problem, x, h));
    }
    return least;
  }
}
