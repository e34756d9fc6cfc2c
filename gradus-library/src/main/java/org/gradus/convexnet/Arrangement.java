package org.gradus.convexnet;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The regions that hyperplanes through 0 cut a space into: a point inside each.
 *
 * <p>Hyperplanes come one by one. A region is cut by the new one exactly where the earlier ones,
 * restricted to it, leave a region there; a point of that, moved a little to either side, lies in
 * the two halves. So the arrangement within each hyperplane is enumerated first, one dimension
 * lower. Parallel, repeated and zero rows are allowed.
 */
final class Arrangement {
  /** Below this share of the row's and the point's lengths a product counts as 0. */
  private static final double ZERO = 1e-11;

  private final List<double[]> rows = new ArrayList<>();
  private final int dimension;

  /** The hyperplanes of the rows of X, [n, d] row-major. */
  Arrangement(double[] inputs, int dimension) {
    this.dimension = dimension;
    for (int k = 0; k < inputs.length; k += dimension) {
      double[] row = new double[dimension];
      System.arraycopy(inputs, k, row, 0, dimension);
      addRow(row);
    }
  }

  private Arrangement(List<double[]> rows, int dimension) {
    this.dimension = dimension;
    rows.forEach(this::addRow);
  }

  private void addRow(double[] row) {
    double norm = norm(row);
    if (norm > ZERO) {
      double[] unit = row.clone();
      for (int j = 0; j < unit.length; j++) {
        unit[j] /= norm;
      }
      rows.add(unit);
    }
  }

  /** A unit vector inside each region. */
  List<double[]> interiorPoints() {
    double[] start = new double[dimension];
    start[0] = 1;
    List<double[]> points = List.of(start);
    for (int k = 0; k < rows.size(); k++) {
      points = cut(points, k);
    }
    return points;
  }

  /** The regions of rows 0 to k from those of rows 0 to k − 1. */
  private List<double[]> cut(List<double[]> points, int k) {
    Map<BitSet, double[]> found = new LinkedHashMap<>();
    for (double[] point : points) {
      if (Math.abs(dot(rows.get(k), point)) > ZERO) {
        found.putIfAbsent(pattern(point, k), point);
      }
    }
    for (double[] boundary : boundary(k)) {
      double step = clearance(boundary, k) / 2;
      for (double side : new double[] {step, -step}) {
        double[] point = moved(boundary, rows.get(k), side);
        found.putIfAbsent(pattern(point, k), point);
      }
    }
    return new ArrayList<>(found.values());
  }

  /** A point in each region of rows 0 to k − 1 restricted to hyperplane k. */
  private List<double[]> boundary(int k) {
    if (dimension == 1) {
      return List.of(new double[1]);
    }
    double[][] basis = complement(rows.get(k));
    List<double[]> restricted = new ArrayList<>();
    for (double[] row : rows.subList(0, k)) {
      double[] coordinates = new double[dimension - 1];
      for (int c = 0; c < coordinates.length; c++) {
        coordinates[c] = dot(basis[c], row);
      }
      restricted.add(coordinates);
    }
    List<double[]> points = new ArrayList<>();
    for (double[] inner : new Arrangement(restricted, dimension - 1).interiorPoints()) {
      double[] point = new double[dimension];
      for (int c = 0; c < inner.length; c++) {
        for (int j = 0; j < dimension; j++) {
          point[j] += inner[c] * basis[c][j];
        }
      }
      points.add(point);
    }
    return points;
  }

  /** How far the point can move in any direction before it meets a hyperplane it is not on. */
  private double clearance(double[] point, int k) {
    double least = 1;
    for (double[] row : rows.subList(0, k)) {
      double distance = Math.abs(dot(row, point));
      if (distance > ZERO) {
        least = Math.min(least, distance);
      }
    }
    return least;
  }

  private static double[] moved(double[] point, double[] direction, double step) {
    double[] moved = new double[point.length];
    for (int j = 0; j < point.length; j++) {
      moved[j] = point[j] + step * direction[j];
    }
    double norm = norm(moved);
    for (int j = 0; j < moved.length; j++) {
      moved[j] /= norm;
    }
    return moved;
  }

  private BitSet pattern(double[] point, int last) {
    BitSet pattern = new BitSet();
    for (int k = 0; k <= last; k++) {
      pattern.set(k, dot(rows.get(k), point) > 0);
    }
    return pattern;
  }

  /** An orthonormal basis of what is orthogonal to a unit vector: a Householder reflection's. */
  private static double[][] complement(double[] unit) {
    int d = unit.length;
    double[] reflector = unit.clone();
    double sign = unit[0] >= 0 ? 1 : -1;
    reflector[0] += sign;
    double scale = 2 / dot(reflector, reflector);
    double[][] basis = new double[d - 1][d];
    for (int c = 1; c < d; c++) {
      for (int j = 0; j < d; j++) {
        basis[c - 1][j] = (j == c ? 1 : 0) - scale * reflector[c] * reflector[j];
      }
    }
    return basis;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  private static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }
}
