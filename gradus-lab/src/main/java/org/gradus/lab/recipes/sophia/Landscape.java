package org.gradus.lab.recipes.sophia;

import java.util.ArrayList;
import java.util.List;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Axis;
import org.gradus.lab.reproduce.Plot.Series;

/**
 * The paper's two-dimensional example: f = 8 (x − 1)² (1.3 x² + 2 x + 1) + ½ (y − 4)², from (0.2,
 * 0), with the exact diagonal Hessian.
 */
final class Landscape {
  private static final int STEPS = 30;
  private static final double X0 = 0.2;
  private static final double Y0 = 0;

  /** One coordinate's step from its slope and curvature. */
  private interface Rule {
    double step(double slope, double curvature);
  }

  private Landscape() {}

  static Plot picture() {
    return new Plot(
        "landscape",
        "Steps on the two-dimensional example; the minimum is (1, 4)",
        Axis.linear("x"),
        Axis.linear("y"),
        List.of(
            path("GD, lr 0.02", (g, h) -> 0.02 * g),
            path("SignGD, lr 0.5", (g, h) -> 0.5 * Math.signum(g)),
            path("Newton", (g, h) -> g / h),
            path("Sophia, lr 0.5", (g, h) -> 0.5 * clip(g / Math.max(h, 1e-12))),
            path("Sophia without clip", (g, h) -> 0.5 * g / Math.max(h, 1e-12))));
  }

  private static double clip(double ratio) {
    return Math.max(-1, Math.min(1, ratio));
  }

  /** The path until it leaves the picture. */
  private static Series path(String name, Rule rule) {
    List<double[]> points = new ArrayList<>();
    double x = X0;
    double y = Y0;
    for (int i = 0; i <= STEPS && Math.abs(x) < 3 && Math.abs(y) < 9; i++) {
      points.add(new double[] {x, y});
      double dx = rule.step(slope(x), curvature(x));
      y -= rule.step(y - 4, 1);
      x -= dx;
    }
    return Series.of(
        name,
        points.stream().mapToDouble(p -> p[0]).toArray(),
        points.stream().mapToDouble(p -> p[1]).toArray());
  }

  /** ∂f/∂x, expanded: 8 (5.2 x³ − 1.8 x² − 3.4 x), from 1.3 x⁴ − 0.6 x³ − 1.7 x² + 1. */
  static double slope(double x) {
    return 8 * (5.2 * x * x * x - 1.8 * x * x - 3.4 * x);
  }

  static double curvature(double x) {
    return 8 * (15.6 * x * x - 3.6 * x - 3.4);
  }
}
