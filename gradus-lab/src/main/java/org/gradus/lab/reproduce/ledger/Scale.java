package org.gradus.lab.reproduce.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Maps an axis's values to [0, 1] and chooses its ticks.
 *
 * @param low value at 0, in the axis's unit
 * @param high value at 1
 * @param logarithmic whether distances are ratios
 */
record Scale(double low, double high, boolean logarithmic) {
  private static final double MARGIN = 0.05;
  private static final int TICKS = 6;

  /** The scale that shows all finite values, with a margin. */
  static Scale of(DoubleStream values, boolean logarithmic) {
    double[] shown = values.filter(v -> Double.isFinite(v) && (!logarithmic || v > 0)).toArray();
    if (shown.length == 0) {
      return new Scale(logarithmic ? 1 : 0, logarithmic ? 10 : 1, logarithmic);
    }
    double low = transform(DoubleStream.of(shown).min().orElseThrow(), logarithmic);
    double high = transform(DoubleStream.of(shown).max().orElseThrow(), logarithmic);
    double margin = high > low ? (high - low) * MARGIN : Math.max(Math.abs(low), 1) * MARGIN;
    return new Scale(
        inverse(low - margin, logarithmic), inverse(high + margin, logarithmic), logarithmic);
  }

  boolean shows(double value) {
    return Double.isFinite(value) && (!logarithmic || value > 0);
  }

  double position(double value) {
    double from = transform(low, logarithmic);
    return (transform(value, logarithmic) - from) / (transform(high, logarithmic) - from);
  }

  /** Round values within the scale. */
  List<Double> ticks() {
    return logarithmic && high / low > 10 ? decades() : steps();
  }

  private List<Double> decades() {
    int first = (int) Math.ceil(Math.log10(low));
    int last = (int) Math.floor(Math.log10(high));
    int each = Math.max(1, (last - first + TICKS) / TICKS);
    List<Double> ticks = new ArrayList<>();
    for (int i = first; i <= last; i += each) {
      ticks.add(Math.pow(10, i));
    }
    return ticks;
  }

  private List<Double> steps() {
    double rough = (high - low) / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double ratio = rough / power;
    double step = power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private static double transform(double value, boolean logarithmic) {
    return logarithmic ? Math.log10(value) : value;
  }

  private static double inverse(double value, boolean logarithmic) {
    return logarithmic ? Math.pow(10, value) : value;
  }
}
