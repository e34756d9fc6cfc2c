package org.gradus.lowrank;

import java.util.Arrays;

/** Evaluates a loss and its matrix gradient again and again in the same memory. */
final class LossEvaluation {
  private final MeasurementLoss loss;
  private final Measurements measurements;
  private final double[] values;
  private final int d;
  private final int width;
  private final double[] x;
  private final double[] residual;
  private final double[] g;

  LossEvaluation(RecoveryProblem problem, MeasurementLoss loss) {
    this.loss = loss;
    measurements = problem.measurements();
    values = problem.values();
    d = problem.dimension();
    width = problem.width();
    x = new double[Math.multiplyExact(d, d)];
    residual = new double[values.length];
    g = new double[x.length];
  }

  /** f(U); G and the residuals are then up to date. */
  double evaluate(double[] u) {
    residuals(u);
    double sum = 0;
    int m = values.length;
    for (int i = 0; i < m; i++) {
      sum += loss.term(residual[i]);
      residual[i] = loss.weight(residual[i]) / m;
    }
    measurements.adjoint(residual, g);
    symmetrise();
    return sum / m;
  }

  /** e = A(U Uᵀ) − y, in memory that the next evaluation overwrites. */
  double[] residuals(double[] u) {
    if (measurements instanceof Measurements.OfFactor direct) {
      direct.applyToFactor(u, width, residual);
    } else {
      square(u);
      measurements.apply(x, residual);
    }
    for (int i = 0; i < values.length; i++) {
      residual[i] -= values[i];
    }
    return residual;
  }

  /** G, symmetric, [d, d]; the next evaluation overwrites it. */
  double[] matrixGradient() {
    return g;
  }

  /** ‖G‖_F. */
  double gradientNorm() {
    double sum = 0;
    for (double value : g) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  /** out ← out + scale · G U: each column of the result depends on that column of U alone. */
  void addProduct(double scale, double[] u, double[] out) {
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        double factor = scale * g[i * d + j];
        for (int c = 0; c < width; c++) {
          out[i * width + c] += factor * u[j * width + c];
        }
      }
    }
  }

  /** x ← U Uᵀ, by columns of U so that inner loops are long. */
  private void square(double[] u) {
    Arrays.fill(x, 0);
    double[] column = new double[d];
    for (int c = 0; c < width; c++) {
      for (int i = 0; i < d; i++) {
        column[i] = u[i * width + c];
      }
      for (int i = 0; i < d; i++) {
        double ui = column[i];
        // Columns that never left 0 cost nothing.
        if (ui != 0) {
          for (int j = 0; j < d; j++) {
            x[i * d + j] += ui * column[j];
          }
        }
      }
    }
  }

  private void symmetrise() {
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < i; j++) {
        double mean = (g[i * d + j] + g[j * d + i]) / 2;
        g[i * d + j] = mean;
        g[j * d + i] = mean;
      }
    }
  }
}
