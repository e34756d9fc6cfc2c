package org.gradus.constrained;

import java.util.Arrays;

/** Loops over vectors. */
final class Vectors {
  private Vectors() {}

  static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    // Four accumulators: one alone waits for each addition.
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  /** |a|₁. */
  static double norm1(double[] a) {
    double sum = 0;
    for (double value : a) {
      sum += Math.abs(value);
    }
    return sum;
  }

  /** α a + β b. */
  static double[] sum(double alpha, double[] a, double beta, double[] b) {
    double[] result = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = alpha * a[i] + beta * b[i];
    }
    return result;
  }

  /** a ← a + β b. */
  static void add(double[] a, double beta, double[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += beta * b[i];
    }
  }

  static double[] scaled(double factor, double[] a) {
    double[] result = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = factor * a[i];
    }
    return result;
  }

  /** The first n entries. */
  static double[] head(double[] a, int n) {
    return Arrays.copyOf(a, n);
  }

  /** The entries from n on. */
  static double[] tail(double[] a, int n) {
    return Arrays.copyOfRange(a, n, a.length);
  }

  static double[] joined(double[] a, double[] b) {
    double[] result = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, result, a.length, b.length);
    return result;
  }

  static boolean allFinite(double[] a) {
    for (double value : a) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
