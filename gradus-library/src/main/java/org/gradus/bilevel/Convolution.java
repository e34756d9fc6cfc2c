package org.gradus.bilevel;

import java.util.Arrays;

/**
 * Correlations of images with small odd square filters, reflected at the borders without repeating
 * the border pixel; and the transposed operations.
 */
final class Convolution {
  private final int images;
  private final int height;
  private final int width;
  private final int side;
  private final int paddedWidth;
  private final int paddedSize;

  /** The pixel that each place of a padded image shows. */
  private final int[] source;

  Convolution(int images, int height, int width, int side) {
    this.images = images;
    this.height = height;
    this.width = width;
    this.side = side;
    int border = side / 2;
    paddedWidth = width + 2 * border;
    paddedSize = (height + 2 * border) * paddedWidth;
    source = new int[paddedSize];
    for (int p = 0; p < paddedSize; p++) {
      int row = reflected(p / paddedWidth - border, height);
      source[p] = row * width + reflected(p % paddedWidth - border, width);
    }
  }

  private static int reflected(int place, int length) {
    int inside = Math.abs(place);
    return inside < length ? inside : 2 * (length - 1) - inside;
  }

  /** All images with their borders, one after the other. */
  double[] padded(double[] x) {
    double[] padded = new double[images * paddedSize];
    for (int image = 0; image < images; image++) {
      int from = image * height * width;
      for (int p = 0; p < paddedSize; p++) {
        padded[image * paddedSize + p] = x[from + source[p]];
      }
    }
    return padded;
  }

  /** Adds what was gathered at padded places to the pixels they show. */
  void addFolded(double[] padded, double[] x) {
    for (int image = 0; image < images; image++) {
      int from = image * height * width;
      for (int p = 0; p < paddedSize; p++) {
        x[from + source[p]] += padded[image * paddedSize + p];
      }
    }
  }

  /** A row of pixels, from (included), and where tap (i, j) of a filter finds its first. */
  private interface Rows {
    void run(int tap, int from, int paddedFrom);
  }

  private void forAll(Rows rows) {
    for (int tap = 0; tap < side * side; tap++) {
      int shift = tap / side * paddedWidth + tap % side;
      for (int row = 0; row < images * height; row++) {
        int paddedFrom = row / height * paddedSize + row % height * paddedWidth + shift;
        rows.run(tap, row * width, paddedFrom);
      }
    }
  }

  /** Responses ← C x of the filter whose taps begin at {@code at}. */
  void correlate(double[] padded, double[] filters, int at, double[] responses) {
    Arrays.fill(responses, 0);
    forAll(
        (tap, from, paddedFrom) -> {
          double c = filters[at + tap];
          for (int j = 0; j < width; j++) {
            responses[from + j] += c * padded[paddedFrom + j];
          }
        });
  }

  /** Adds Cᵀ s to a padded image. */
  void addTransposed(double[] s, double[] filters, int at, double[] padded) {
    forAll(
        (tap, from, paddedFrom) -> {
          double c = filters[at + tap];
          for (int j = 0; j < width; j++) {
            padded[paddedFrom + j] += c * s[from + j];
          }
        });
  }

  /** Adds to each tap the inner product of s with the image that the tap sees. */
  void addTapProducts(double[] s, double[] padded, double[] taps, int at) {
    forAll(
        (tap, from, paddedFrom) -> {
          double sum = 0;
          for (int j = 0; j < width; j++) {
            sum += s[from + j] * padded[paddedFrom + j];
          }
          taps[at + tap] += sum;
        });
  }
}
