package org.gradus.smooth;

import java.util.Objects;
import org.gradus.core.Check;

/**
 * Minimise a smooth function, convex or not.
 *
 * @param function f
 * @param curvature what is known of its Hessian; methods of first order do not look at it
 * @param metric B, of f's dimension
 * @param start x₀, finite; copied
 */
public record SmoothProblem(
    SmoothFunction function, CurvatureModel curvature, Metric metric, double[] start) {
  /** Validates and copies. */
  public SmoothProblem {
    Objects.requireNonNull(curvature, "curvature");
    int n = function.dimension();
    if (metric.dimension() != n || start.length != n) {
      throw Check.invalid(
          "the dimensions of metric and start",
          metric.dimension() + " and " + start.length,
          n + ", the function's");
    }
    start = start.clone();
    for (int i = 0; i < n; i++) {
      Check.finite("start[" + i + "]", start[i]);
    }
  }

  /** In the Euclidean metric. */
  public static SmoothProblem of(
      SmoothFunction function, CurvatureModel curvature, double[] start) {
    return new SmoothProblem(function, curvature, Metric.identity(function.dimension()), start);
  }

  @Override
  public double[] start() {
    return start.clone();
  }

  /** The same with another Hessian. */
  public SmoothProblem withCurvature(CurvatureModel other) {
    return new SmoothProblem(function, other, metric, start);
  }

  /** The same in another metric. */
  public SmoothProblem withMetric(Metric other) {
    return new SmoothProblem(function, curvature, other, start);
  }

  /** The same from another start: a warm start. */
  public SmoothProblem from(double[] other) {
    return new SmoothProblem(function, curvature, metric, other);
  }
}
