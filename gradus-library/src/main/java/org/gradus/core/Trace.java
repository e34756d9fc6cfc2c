package org.gradus.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The record of a run: one point an iteration (or as often as the method says), in order. */
public final class Trace {
  /**
   * One recorded moment.
   *
   * @param iteration steps or iterations done, counted from 0 for the starting point
   * @param seconds time since the start, without what the caller's monitors took where it is known
   * @param objective the objective's value
   * @param gradientNorm ‖∇f‖₂, NaN where there is none
   * @param metrics anything else, by name
   */
  public record Point(
      long iteration,
      double seconds,
      double objective,
      double gradientNorm,
      Map<String, Double> metrics) {
    /** Copies the metrics. */
    public Point {
      metrics = Map.copyOf(metrics);
    }

    /** A point without further metrics. */
    public Point(long iteration, double seconds, double objective, double gradientNorm) {
      this(iteration, seconds, objective, gradientNorm, Map.of());
    }

    /** A named metric; NaN where it was not recorded. */
    public double metric(String name) {
      return metrics.getOrDefault(name, Double.NaN);
    }
  }

  private final List<Point> points = new ArrayList<>();

  /** Adds a point and passes it on. */
  public void add(Point point, Monitor monitor) {
    points.add(point);
    monitor.report(point);
  }

  /** The points so far, oldest first. */
  public List<Point> points() {
    return Collections.unmodifiableList(points);
  }

  /** The newest point. */
  public Point last() {
    if (points.isEmpty()) {
      throw new IllegalStateException("the trace is empty: nothing was recorded yet");
    }
    return points.get(points.size() - 1);
  }
}
