package org.gradus.lab.recipes.blockdescent;

import java.util.List;
import java.util.Locale;

/** Medians over seeds and how numbers are shown. */
final class Medians {
  private Medians() {}

  static double of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  static String show(double value) {
    return String.format(Locale.ROOT, "%.1e", value);
  }

  /** A count, or that the limit came first. */
  static String count(double value, int limit) {
    return value >= limit ? "> " + limit : String.format(Locale.ROOT, "%.0f", value);
  }
}
