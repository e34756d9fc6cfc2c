package org.gradus.transport;

/**
 * Sums over vectors, compensated (Neumaier): line searches and certificates compare values that
 * differ in the last digits only.
 */
final class Sums {
  private double sum;
  private double lost;

  void add(double value) {
    double next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }

  /** The sum; what an overflow or NaN made of it where there was one. */
  double value() {
    return Double.isFinite(sum) ? sum + lost : sum;
  }

  static double of(double[] values) {
    Sums sums = new Sums();
    for (double value : values) {
      sums.add(value);
    }
    return sums.value();
  }

  static double dot(double[] a, double[] b) {
    Sums sums = new Sums();
    for (int i = 0; i < a.length; i++) {
      sums.add(a[i] * b[i]);
    }
    return sums.value();
  }

  /** ‖a − b‖₁. */
  static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum;
  }
}
