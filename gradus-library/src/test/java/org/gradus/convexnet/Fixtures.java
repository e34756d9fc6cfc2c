package org.gradus.convexnet;

import org.gradus.core.PortableRandom;

/** Small problems and reference implementations, written from the formulas. */
final class Fixtures {
  private Fixtures() {}

  /** Gaussian inputs and targets that a small network with noise gives. */
  static ReluProblem problem(int n, int d, ReluLoss loss, double decay, long seed) {
    double[] x = PortableRandom.normal(seed, n * d);
    double[] noise = PortableRandom.normal(seed + 1000, n);
    double[] y = new double[n];
    for (int k = 0; k < n; k++) {
      double z = Math.abs(x[k * d]) - 0.7 * Math.max(0, x[k * d + d - 1]) - 0.3 + 0.3 * noise[k];
      y[k] =
          switch (loss) {
            case SQUARED -> z;
            case HINGE -> z > 0 ? 1 : -1;
            case CROSS_ENTROPY -> z > 0 ? 1 : 0;
          };
    }
    return new ReluProblem(x, d, y, loss, decay);
  }

  /** Solves A x = b by elimination with pivots. */
  static double[] solve(double[][] a, double[] b) {
    int n = b.length;
    double[] x = b.clone();
    for (int c = 0; c < n; c++) {
      int pivot = c;
      for (int r = c; r < n; r++) {
        pivot = Math.abs(a[r][c]) > Math.abs(a[pivot][c]) ? r : pivot;
      }
      double[] row = a[c];
      a[c] = a[pivot];
      a[pivot] = row;
      double value = x[c];
      x[c] = x[pivot];
      x[pivot] = value;
      for (int r = c + 1; r < n; r++) {
        double factor = a[r][c] / a[c][c];
        for (int j = c; j < n; j++) {
          a[r][j] -= factor * a[c][j];
        }
        x[r] -= factor * x[c];
      }
    }
    for (int r = n - 1; r >= 0; r--) {
      for (int j = r + 1; j < n; j++) {
        x[r] -= a[r][j] * x[j];
      }
      x[r] /= a[r][r];
    }
    return x;
  }
}
