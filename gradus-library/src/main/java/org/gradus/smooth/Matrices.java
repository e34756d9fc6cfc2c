package org.gradus.smooth;

import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;

import java.util.Arrays;
import org.gradus.core.Check;

/** Dense row-major matrices. */
final class Matrices {
  /** Asymmetry of the last digits is rounding. */
  private static final double ASYMMETRY = 1e-10;

  private Matrices() {}

  /** A x for A [m, n]. */
  static double[] multiply(double[] a, int m, double[] x) {
    double[] y = new double[m];
    int n = x.length;
    for (int i = 0; i < m; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += a[i * n + j] * x[j];
      }
      y[i] = sum;
    }
    return y;
  }

  /** result ← Aᵀ y for A [m, n], n the length of the result. */
  static void transposedMultiply(double[] a, double[] y, double[] result) {
    int n = result.length;
    Arrays.fill(result, 0);
    for (int i = 0; i < y.length; i++) {
      double yi = y[i];
      for (int j = 0; j < n; j++) {
        result[j] += a[i * n + j] * yi;
      }
    }
  }

  /** Aᵀ A for A [m, n], symmetric in every bit. */
  static double[] gram(double[] a, int m, int n) {
    double[] result = new double[n * n];
    cblas_dsyrk(CblasRowMajor, CblasLower, CblasTrans, n, m, 1, a, n, 0, result, n);
    mirror(result, n);
    return result;
  }

  /** Aᵀ diag(w) A, w ≥ 0. */
  static double[] weightedGram(double[] a, double[] weights, int n) {
    double[] scaled = new double[a.length];
    for (int i = 0; i < weights.length; i++) {
      double root = Math.sqrt(weights[i]);
      for (int j = 0; j < n; j++) {
        scaled[i * n + j] = root * a[i * n + j];
      }
    }
    return gram(scaled, weights.length, n);
  }

  /** H ← H + a v vᵀ. */
  static void addOuter(double[] h, double weight, double[] v) {
    int n = v.length;
    for (int i = 0; i < n; i++) {
      double factor = weight * v[i];
      for (int j = 0; j < n; j++) {
        h[i * n + j] += factor * v[j];
      }
    }
  }

  /** Copies the lower triangle to the upper. */
  static void mirror(double[] h, int n) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        h[j * n + i] = h[i * n + j];
      }
    }
  }

  /**
   * Checks order and symmetry.
   *
   * @throws IllegalArgumentException naming the largest asymmetry
   */
  static void requireSymmetric(String name, double[] h, int n) {
    if (h.length != n * n) {
      throw Check.invalid("the number of entries of " + name, h.length, "n^2 = " + (long) n * n);
    }
    double largest = 0;
    double asymmetry = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        largest = Math.max(largest, Math.abs(h[i * n + j]));
        asymmetry = Math.max(asymmetry, Math.abs(h[i * n + j] - h[j * n + i]));
      }
    }
    if (asymmetry > ASYMMETRY * largest) {
      throw Check.invalid("the largest asymmetry of " + name, asymmetry, "0: it must be symmetric");
    }
  }
}
