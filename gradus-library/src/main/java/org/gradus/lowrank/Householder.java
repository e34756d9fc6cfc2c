package org.gradus.lowrank;

import java.util.Arrays;

/** QR factorisation by Householder's reflections, in place on a row-major array. */
final class Householder {
  private Householder() {}

  /**
   * Overwrites a with R in its first k rows (upper triangle, diagonal ≥ 0) and b with Qᵀ b.
   *
   * @param a [rows, k] with rows ≥ k; what is below the diagonal afterwards has no meaning
   * @param b length rows
   * @param scratch length k
   */
  static void factor(double[] a, int rows, int k, double[] b, double[] scratch) {
    for (int c = 0; c < k; c++) {
      double norm = columnNorm(a, rows, k, c);
      if (norm != 0) {
        double head = a[c * k + c];
        a[c * k + c] = head + Math.copySign(norm, head);
        reflect(a, rows, k, c, 1 / (norm * (norm + Math.abs(head))), b, scratch);
        a[c * k + c] = -Math.copySign(norm, head);
      }
    }
    makeDiagonalPositive(a, k, b);
  }

  private static double columnNorm(double[] a, int rows, int k, int c) {
    double sum = 0;
    for (int i = c; i < rows; i++) {
      sum += a[i * k + c] * a[i * k + c];
    }
    return Math.sqrt(sum);
  }

  /** Applies I − τ v vᵀ, v in column c from the diagonal down, to the columns after c and to b. */
  private static void reflect(
      double[] a, int rows, int k, int c, double tau, double[] b, double[] w) {
    Arrays.fill(w, c + 1, k, 0);
    double wb = 0;
    for (int i = c; i < rows; i++) {
      double v = a[i * k + c];
      for (int j = c + 1; j < k; j++) {
        w[j] += v * a[i * k + j];
      }
      wb += v * b[i];
    }
    for (int i = c; i < rows; i++) {
      double v = tau * a[i * k + c];
      for (int j = c + 1; j < k; j++) {
        a[i * k + j] -= v * w[j];
      }
      b[i] -= v * wb;
    }
  }

  private static void makeDiagonalPositive(double[] a, int k, double[] b) {
    for (int c = 0; c < k; c++) {
      if (a[c * k + c] < 0) {
        for (int j = c; j < k; j++) {
          a[c * k + j] = -a[c * k + j];
        }
        b[c] = -b[c];
      }
    }
  }
}
