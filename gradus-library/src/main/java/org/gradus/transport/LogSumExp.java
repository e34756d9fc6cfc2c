package org.gradus.transport;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;

/**
 * One Sinkhorn sweep by log-sum-exp with subtracted maxima: exact from any finite potentials, also
 * where every entry of a row or column of the plan underflows or overflows.
 *
 * <p>Several times slower than the other forms, which fall back on it where their numbers give out:
 * mostly in the first sweep from x = y = 0 at large η.
 */
final class LogSumExp {
  private final TransportProblem problem;
  private final double[] r;
  private final double[] c;
  private final double[] row;

  LogSumExp(TransportProblem problem) {
    this.problem = problem;
    r = problem.rowMarginal();
    c = problem.columnMarginal();
    row = new double[c.length];
  }

  /** Fits x, then y, in place. */
  void sweep(double[] x, double[] y) {
    double eta = problem.eta();
    double[] largest = new double[c.length];
    double[] sums = new double[c.length];
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    DoublePointer cost = problem.cost().data_ptr_double();
    for (int i = 0; i < r.length; i++) {
      cost.position((long) i * row.length).get(row, 0, row.length);
      x[i] = (Math.log(r[i]) + 1 - rowLogSum(y)) / eta;
      addToColumns(x[i], largest, sums);
    }
    for (int j = 0; j < y.length; j++) {
      y[j] = (Math.log(c[j]) + 1 - largest[j] - Math.log(sums[j])) / eta;
    }
  }

  /** log Σⱼ exp(η(yⱼ − Cᵢⱼ)). */
  private double rowLogSum(double[] y) {
    double eta = problem.eta();
    double largest = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < row.length; j++) {
      largest = Math.max(largest, eta * (y[j] - row[j]));
    }
    double sum = 0;
    for (int j = 0; j < row.length; j++) {
      sum += Math.exp(eta * (y[j] - row[j]) - largest);
    }
    return largest + Math.log(sum);
  }

  /** Adds a row to log Σᵢ exp(η(xᵢ − Cᵢⱼ)) = largestⱼ + log sumⱼ. */
  private void addToColumns(double xi, double[] largest, double[] sums) {
    double eta = problem.eta();
    for (int j = 0; j < row.length; j++) {
      double exponent = eta * (xi - row[j]);
      if (exponent <= largest[j]) {
        sums[j] += Math.exp(exponent - largest[j]);
      } else {
        sums[j] = sums[j] * Math.exp(largest[j] - exponent) + 1;
        largest[j] = exponent;
      }
    }
  }
}
