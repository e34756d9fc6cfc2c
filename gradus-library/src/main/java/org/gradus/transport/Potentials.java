package org.gradus.transport;

import org.gradus.core.Check;

/**
 * A point of the dual: x for the rows, y for the columns.
 *
 * <p>The plan and the dual value are the same at (x + t, y − t): only {@link #centred} potentials
 * can be compared.
 *
 * @param x length n, finite
 * @param y length m, finite
 */
public record Potentials(double[] x, double[] y) {
  /** Copies, after checking that all are finite. */
  public Potentials {
    x = finite("x", x);
    y = finite("y", y);
  }

  /** The usual starting point, x = 0 and y = 0. */
  public static Potentials zero(int rows, int columns) {
    return new Potentials(new double[rows], new double[columns]);
  }

  /** The same point with mean(y) = 0. */
  public Potentials centred() {
    double mean = 0;
    for (double value : y) {
      mean += value / y.length;
    }
    return new Potentials(shifted(x, mean), shifted(y, -mean));
  }

  /** A copy of x. */
  @Override
  public double[] x() {
    return x.clone();
  }

  /** A copy of y. */
  @Override
  public double[] y() {
    return y.clone();
  }

  private static double[] shifted(double[] values, double shift) {
    double[] result = values.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] += shift;
    }
    return result;
  }

  private static double[] finite(String name, double[] values) {
    for (int i = 0; i < values.length; i++) {
      Check.finite(name + "[" + i + "]", values[i]);
    }
    return values.clone();
  }
}
