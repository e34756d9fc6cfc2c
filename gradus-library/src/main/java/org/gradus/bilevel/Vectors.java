package org.gradus.bilevel;

import org.gradus.core.Check;

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

  /** a + factor b. */
  static double[] sum(double[] a, double factor, double[] b) {
    double[] result = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = a[i] + factor * b[i];
    }
    return result;
  }

  /** The multiple of a that has the given length; a itself where a = 0. */
  static double[] ofLength(double length, double[] a) {
    double norm = norm(a);
    double[] result = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = norm > 0 ? length / norm * a[i] : a[i];
    }
    return result;
  }

  /** A copy of a vector of finite numbers. */
  static double[] finite(String name, double[] values) {
    for (int i = 0; i < values.length; i++) {
      Check.finite(name + "[" + i + "]", values[i]);
    }
    return values.clone();
  }

  static void requireLength(String name, double[] values, int length) {
    if (values.length != length) {
      throw Check.invalid("the length of " + name, values.length, Integer.toString(length));
    }
  }
}
