package org.gradus.smooth.logistic;

import org.gradus.core.Check;
import org.gradus.core.SparseMatrix;
import org.gradus.smooth.LinearModel;
import org.gradus.smooth.LogisticLoss;

/**
 * Regularised logistic regression:
 *
 * <pre>
 * minimise  F(w) = C Σᵢ log(1 + exp(−yᵢ xᵢᵀw)) + λ₁ |w|₁ + (λ₂/2) |w|²
 * </pre>
 *
 * <p>liblinear's and scikit-learn's convention: a sum of losses, C = 1 by default. There is no
 * intercept unless {@link #withIntercept} adds one.
 *
 * @param features X, [examples, features], finite, each row's columns ascending and distinct
 * @param labels y, each −1 or +1
 * @param cost C > 0
 * @param l1 λ₁ ≥ 0
 * @param l2 λ₂ ≥ 0
 */
public record LogisticProblem(
    SparseMatrix features, double[] labels, double cost, double l1, double l2) {
  /**
   * Validates and copies the labels.
   *
   * @throws IllegalArgumentException naming what is wrong and where
   */
  public LogisticProblem {
    Check.positive("cost", cost);
    Check.nonNegative("l1", l1);
    Check.nonNegative("l2", l2);
    // Copies and checks the labels; the model checks shapes and values.
    LogisticLoss loss = new LogisticLoss(labels);
    new LinearModel(features, loss, cost, l2);
    labels = loss.labels();
    requireAscending(features);
  }

  private static void requireAscending(SparseMatrix features) {
    for (int i = 0; i < features.rows(); i++) {
      for (int k = features.rowStarts()[i] + 1; k < features.rowStarts()[i + 1]; k++) {
        if (features.columnIndices()[k] <= features.columnIndices()[k - 1]) {
          throw Check.invalid(
              "row " + i + " of features", "not in order", "its columns ascending and distinct");
        }
      }
    }
  }

  /** λ₂ = 1. */
  public static LogisticProblem l2(SparseMatrix features, double[] labels, double cost) {
    return new LogisticProblem(features, labels, cost, 0, 1);
  }

  /** λ₁ = 1. */
  public static LogisticProblem l1(SparseMatrix features, double[] labels, double cost) {
    return new LogisticProblem(features, labels, cost, 1, 0);
  }

  /**
   * The same with one more feature, the last, that is constant: its weight times the constant is an
   * intercept, penalised like the others. A large constant makes that penalty small.
   *
   * @param constant its value, not 0
   */
  public LogisticProblem withIntercept(double constant) {
    if (constant == 0) {
      throw Check.invalid("the constant feature", constant, "not 0");
    }
    int rows = features.rows();
    int[] starts = new int[rows + 1];
    int[] columns = new int[features.entries() + rows];
    double[] values = new double[columns.length];
    for (int i = 0; i < rows; i++) {
      int from = features.rowStarts()[i];
      int count = features.rowStarts()[i + 1] - from;
      System.arraycopy(features.columnIndices(), from, columns, starts[i], count);
      System.arraycopy(features.values(), from, values, starts[i], count);
      columns[starts[i] + count] = features.columns();
      values[starts[i] + count] = constant;
      starts[i + 1] = starts[i] + count + 1;
    }
    SparseMatrix extended = new SparseMatrix(rows, features.columns() + 1, starts, columns, values);
    return new LogisticProblem(extended, labels, cost, l1, l2);
  }

  /** A copy of y. */
  @Override
  public double[] labels() {
    return labels.clone();
  }

  /** Number of features. */
  public int dimension() {
    return features.columns();
  }

  /** The smooth part of F, without λ₁, as a model for the methods of {@code org.gradus.smooth}. */
  public LinearModel smoothPart() {
    return new LinearModel(features, new LogisticLoss(labels), cost, l2);
  }

  double label(int i) {
    return labels[i];
  }
}
