package org.gradus.lab.compare;

import java.util.List;

/** The one statistic the engine itself needs. */
final class Statistic {
  private Statistic() {}

  /** The median, of at least one number. */
  static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
