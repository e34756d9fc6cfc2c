package org.gradus.schedule;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * Minimises a smooth function over {x : every x_i ≥ low}: limited-memory BFGS (Nocedal 1980) on the
 * entries that are not held at the bound, with backtracking along the projected path (Bertsekas
 * 1982).
 */
final class ProjectedLbfgs {
  private static final int HISTORY = 20;
  private static final int MAX_ITERATIONS = 5000;
  private static final double TOLERANCE = 1e-10;
  private static final double SUFFICIENT = 1e-4;
  private static final int MAX_HALVINGS = 60;

  /** A step s and what it changed in the gradient, y. */
  private record Pair(double[] s, double[] y, double curvature) {}

  private final ToDoubleFunction<double[]> value;
  private final UnaryOperator<double[]> slope;
  private final double low;
  private final Deque<Pair> pairs = new ArrayDeque<>();

  ProjectedLbfgs(ToDoubleFunction<double[]> value, UnaryOperator<double[]> slope, double low) {
    this.value = value;
    this.slope = slope;
    this.low = low;
  }

  /** The best point found; at a tolerance of 1e-10, relative to the value, in the slope. */
  double[] minimise(double[] start) {
    double[] x = project(start);
    double f = value.applyAsDouble(x);
    double[] g = slope.apply(x);
    for (int i = 0; i < MAX_ITERATIONS; i++) {
      double[] free = free(x, g);
      if (largest(free) <= TOLERANCE * Math.abs(f)) {
        return x;
      }
      double[] direction = direction(free, g, x);
      double[] next = search(x, f, g, direction);
      if (next == null && pairs.isEmpty()) {
        return x;
      }
      if (next == null) {
        pairs.clear();
        continue;
      }
      double[] nextSlope = slope.apply(next);
      remember(minus(next, x), minus(nextSlope, g));
      x = next;
      g = nextSlope;
      f = value.applyAsDouble(x);
    }
    return x;
  }

  private double[] project(double[] x) {
    return Arrays.stream(x).map(v -> Math.max(low, v)).toArray();
  }

  /** The slope without the entries that stand at the bound and would leave. */
  private double[] free(double[] x, double[] g) {
    double[] free = new double[x.length];
    Arrays.setAll(free, i -> held(x[i], g[i]) ? 0 : g[i]);
    return free;
  }

  private boolean held(double x, double g) {
    return x <= low && g > 0;
  }

  /** The two-loop recursion on the free entries. */
  private double[] direction(double[] free, double[] g, double[] x) {
    double[] q = free.clone();
    double[] alphas = new double[pairs.size()];
    int i = 0;
    for (Pair pair : pairs) {
      alphas[i] = dot(pair.s, q) / pair.curvature;
      add(q, pair.y, -alphas[i++]);
    }
    if (!pairs.isEmpty()) {
      Pair newest = pairs.peekFirst();
      scale(q, newest.curvature / dot(newest.y, newest.y));
    }
    for (Iterator<Pair> oldest = pairs.descendingIterator(); oldest.hasNext(); ) {
      Pair pair = oldest.next();
      add(q, pair.s, alphas[--i] - dot(pair.y, q) / pair.curvature);
    }
    for (int k = 0; k < q.length; k++) {
      q[k] = held(x[k], g[k]) ? 0 : -q[k];
    }
    return q;
  }

  /** The first point of the halved steps that lowers the value enough; null if there is none. */
  private double[] search(double[] x, double f, double[] g, double[] direction) {
    double step = pairs.isEmpty() ? 1 / Math.max(1, largest(direction) / Math.abs(f)) : 1;
    for (int i = 0; i < MAX_HALVINGS; i++, step /= 2) {
      double[] next = x.clone();
      add(next, direction, step);
      next = project(next);
      double promised = dot(g, minus(next, x));
      if (promised < 0 && value.applyAsDouble(next) <= f + SUFFICIENT * promised) {
        return next;
      }
    }
    return null;
  }

  private void remember(double[] s, double[] y) {
    double curvature = dot(s, y);
    if (curvature > 1e-12 * dot(y, y)) {
      pairs.addFirst(new Pair(s, y, curvature));
      if (pairs.size() > HISTORY) {
        pairs.removeLast();
      }
    }
  }

  private static double largest(double[] v) {
    return Arrays.stream(v).map(Math::abs).max().orElseThrow();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] to, double[] v, double factor) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * v[i];
    }
  }

  private static void scale(double[] v, double factor) {
    for (int i = 0; i < v.length; i++) {
      v[i] *= factor;
    }
  }

  private static double[] minus(double[] a, double[] b) {
    double[] difference = a.clone();
    add(difference, b, -1);
    return difference;
  }
}
