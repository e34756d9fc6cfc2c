package org.gradus.smooth.logistic;

import java.util.Arrays;
import org.gradus.core.SparseMatrix;

/**
 * Losses and their derivatives at an iterate, from its margins.
 *
 * <p>Loops over the rows of X are written for entries that stay in the cache between a row's two
 * uses.
 */
final class LossState {
  /** Factors of at most 2 that a double can hold as a product. */
  private static final int FACTORS = 512;

  private final LogisticProblem problem;
  private final int[] starts;
  private final int[] columns;
  private final double[] values;
  private final double[] signed;
  private final double[] probability;
  private final double[] curvature;

  /** yᵢ xᵢᵀw. */
  private double[] margins;

  LossState(LogisticProblem problem, double[] w) {
    this.problem = problem;
    SparseMatrix x = problem.features();
    starts = x.rowStarts();
    columns = x.columnIndices();
    values = x.values();
    margins = signedProduct(w);
    signed = new double[margins.length];
    probability = new double[margins.length];
    curvature = new double[margins.length];
  }

  /** yᵢ xᵢᵀd of every example. */
  double[] signedProduct(double[] d) {
    double[] result = new double[problem.features().rows()];
    for (int i = 0; i < result.length; i++) {
      result[i] = problem.label(i) * rowDot(i, d);
    }
    return result;
  }

  private double rowDot(int i, double[] d) {
    double s0 = 0;
    double s1 = 0;
    int k = starts[i];
    int end = starts[i + 1];
    for (; k + 1 < end; k += 2) {
      s0 += values[k] * d[columns[k]];
      s1 += values[k + 1] * d[columns[k + 1]];
    }
    return k < end ? s0 + s1 + values[k] * d[columns[k]] : s0 + s1;
  }

  /** C Σ log(1 + exp(−tᵢ)) at margins t + α step. */
  double loss(double[] step, double alpha) {
    double sum = 0;
    double product = 1;
    for (int i = 0; i < margins.length; i++) {
      double t = margins[i] + alpha * step[i];
      product *= 1 + Math.exp(-Math.abs(t));
      sum += Math.max(-t, 0);
      // One logarithm for many factors in [1, 2].
      if (i % FACTORS == FACTORS - 1) {
        sum += Math.log(product);
        product = 1;
      }
    }
    return problem.cost() * (sum + Math.log(product));
  }

  /** t ← t + α step. */
  void move(double[] step, double alpha) {
    for (int i = 0; i < margins.length; i++) {
      margins[i] += alpha * step[i];
    }
  }

  /**
   * First and second derivatives at the margins, in one pass over X.
   *
   * @param gradient overwritten with the gradient of the losses
   * @param diagonal overwritten with the diagonal of their Hessian
   * @return the losses
   */
  double derivatives(double[] gradient, double[] diagonal) {
    double loss = pointwise();
    Arrays.fill(gradient, 0);
    Arrays.fill(diagonal, 0);
    for (int i = 0; i < margins.length; i++) {
      double slope = signed[i];
      double second = curvature[i];
      for (int k = starts[i]; k < starts[i + 1]; k++) {
        double value = values[k];
        gradient[columns[k]] += slope * value;
        diagonal[columns[k]] += second * value * value;
      }
    }
    return loss;
  }

  private double pointwise() {
    double cost = problem.cost();
    double sum = 0;
    for (int i = 0; i < margins.length; i++) {
      double t = margins[i];
      double e = Math.exp(-Math.abs(t));
      double p = t >= 0 ? e / (1 + e) : 1 / (1 + e);
      sum += Math.log(1 + e) + Math.max(-t, 0);
      probability[i] = p;
      signed[i] = -cost * problem.label(i) * p;
      curvature[i] = cost * p * (1 - p);
    }
    return cost * sum;
  }

  /** C Σ H(s αᵢ), α the probabilities of the last {@link #derivatives}. */
  double entropy(double scale, double loss) {
    double sum = 0;
    if (scale == 1) {
      // H(σ(−t)) = log(1 + exp(−t)) + t σ(−t).
      for (int i = 0; i < margins.length; i++) {
        sum += margins[i] * probability[i];
      }
      return loss + problem.cost() * sum;
    }
    for (double p : probability) {
      sum += Penalty.entropy(scale * p);
    }
    return problem.cost() * sum;
  }

  /** result ← Xᵀ D X v with the curvatures of the last {@link #derivatives}. */
  void hessianProduct(double[] v, double[] result) {
    Arrays.fill(result, 0);
    for (int i = 0; i < margins.length; i++) {
      double weight = curvature[i] * rowDot(i, v);
      for (int k = starts[i]; k < starts[i + 1]; k++) {
        result[columns[k]] += weight * values[k];
      }
    }
  }

  /** h ← the lower triangle of Xᵀ D X, [n, n] row-major; what is above it is left 0. */
  void hessian(double[] h, int n) {
    Arrays.fill(h, 0);
    for (int i = 0; i < margins.length; i++) {
      for (int k = starts[i]; k < starts[i + 1]; k++) {
        double weight = curvature[i] * values[k];
        int row = columns[k] * n;
        for (int l = starts[i]; l <= k; l++) {
          h[row + columns[l]] += weight * values[l];
        }
      }
    }
  }
}
