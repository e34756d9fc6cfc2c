package org.gradus.unmixing;

import java.util.Arrays;

/** How concentrated a pixel's abundances are, in [0, 1]. */
public enum SparsityIndex {
  /**
   * Hoyer's (√K − ‖a‖₁/‖a‖₂)/(√K − 1): 1 for a pure pixel, 0 for a uniform mixture. 1 where K = 1,
   * 0 where a = 0.
   */
  HOYER {
    @Override
    public double of(double[] abundances) {
      if (abundances.length == 1) {
        return 1;
      }
      double sum = 0;
      double squares = 0;
      for (double a : abundances) {
        sum += Math.abs(a);
        squares += a * a;
      }
      double root = Math.sqrt(abundances.length);
      // Rounding may put a uniform mixture a little below 0.
      return squares == 0 ? 0 : Math.max(0, (root - sum / Math.sqrt(squares)) / (root - 1));
    }
  },
  /**
   * Gini's 1 − 2 Σₖ (aₖ/‖a‖₁)(K − k + ½)/K over ascending aₖ: 1 − 1/K for a pure pixel, 0 for a
   * uniform mixture or a = 0.
   */
  GINI {
    @Override
    public double of(double[] abundances) {
      double[] sorted = abundances.clone();
      Arrays.sort(sorted);
      int count = sorted.length;
      double sum = Arrays.stream(sorted).sum();
      if (sum == 0) {
        return 0;
      }
      double weighted = 0;
      for (int k = 0; k < count; k++) {
        weighted += sorted[k] / sum * (count - k - 0.5) / count;
      }
      return Math.max(0, 1 - 2 * weighted);
    }
  };

  /** The index of one pixel. */
  public abstract double of(double[] abundances);

  /**
   * The index of every pixel.
   *
   * @param abundances A, row-major [K, N]
   */
  public double[] ofPixels(double[] abundances, int pixels) {
    double[] pixel = new double[abundances.length / pixels];
    double[] map = new double[pixels];
    for (int n = 0; n < pixels; n++) {
      for (int k = 0; k < pixel.length; k++) {
        pixel[k] = abundances[k * pixels + n];
      }
      map[n] = of(pixel);
    }
    return map;
  }
}
