package org.gradus.online;

import org.gradus.core.Check;

/** Plain vectors. */
final class Vectors {
  private Vectors() {}

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }

  static double distance(double[] a, double[] b) {
    return Math.sqrt(squaredDistance(a, b));
  }

  /** y ← y + a x. */
  static void add(double[] y, double a, double[] x) {
    for (int i = 0; i < y.length; i++) {
      y[i] += a * x[i];
    }
  }

  static void copy(double[] from, double[] to) {
    System.arraycopy(from, 0, to, 0, to.length);
  }

  /** A copy of a vector with at least one entry, all of them finite. */
  static double[] finite(String name, double[] values) {
    Check.atLeast("the length of " + name, values.length, 1);
    for (int i = 0; i < values.length; i++) {
      Check.finite(name + "[" + i + "]", values[i]);
    }
    return values.clone();
  }
}
