package org.gradus.lab.recipes.rates;

import java.util.Arrays;

/** The slope of a line through points. */
final class Slope {
  private Slope() {}

  /** By least squares. */
  static double of(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double product = 0;
    double square = 0;
    for (int i = 0; i < x.length; i++) {
      product += (x[i] - meanX) * (y[i] - meanY);
      square += (x[i] - meanX) * (x[i] - meanX);
    }
    return product / square;
  }
}
