package org.gradus.smooth;

import java.util.Arrays;
import org.gradus.core.Check;
import org.gradus.core.SparseMatrix;

/**
 * A linear model's training objective:
 *
 * <pre>
 * f(x) = s Σᵢ ℓᵢ(Aᵢ X) + (ρ/2) |x|²
 * </pre>
 *
 * <p>X is the matrix [features, k] of the unknowns in row-major order: coordinate j k + c of x is
 * the weight of feature j for output c. Least squares, logistic regression and multi-class softmax
 * regression differ in ℓ only. A gradient costs two passes over the entries of A.
 *
 * @param features A, [examples, features], finite
 * @param loss ℓ, of as many examples
 * @param scale s > 0: 1 for a sum, 1/examples for a mean
 * @param ridge ρ ≥ 0
 */
public record LinearModel(SparseMatrix features, MarginLoss loss, double scale, double ridge)
    implements SmoothFunction {

  /** Validates. */
  public LinearModel {
    if (features.rows() != loss.examples()) {
      throw Check.invalid(
          "the number of rows of features",
          features.rows(),
          loss.examples() + ", the examples of the loss");
    }
    Check.atLeast("features", features.columns(), 1);
    Check.positive("scale", scale);
    Check.nonNegative("ridge", ridge);
    Math.multiplyExact(features.columns(), loss.outputs());
    double[] values = features.values();
    for (int k = 0; k < values.length; k++) {
      if (!Double.isFinite(values[k])) {
        throw Check.invalid("features.values[" + k + "]", values[k], "a finite number");
      }
    }
  }

  /** The sum of the losses, without ridge. */
  public static LinearModel sum(SparseMatrix features, MarginLoss loss) {
    return new LinearModel(features, loss, 1, 0);
  }

  /** The mean of the losses and a ridge. */
  public static LinearModel mean(SparseMatrix features, MarginLoss loss, double ridge) {
    return new LinearModel(features, loss, 1.0 / loss.examples(), ridge);
  }

  @Override
  public int dimension() {
    return features.columns() * loss.outputs();
  }

  @Override
  public double value(double[] x) {
    return scale * loss.value(margins(x)) + penalty(x);
  }

  @Override
  public double gradient(double[] x, double[] gradient) {
    double[] slopes = new double[loss.examples() * loss.outputs()];
    double value = scale * loss.slopes(margins(x), slopes) + penalty(x);
    transposedProduct(slopes, gradient);
    for (int j = 0; j < gradient.length; j++) {
      gradient[j] = scale * gradient[j] + ridge * x[j];
    }
    return value;
  }

  /** A X, the outputs of every example: output c of example i at {@code i k + c}. */
  public double[] margins(double[] x) {
    int k = loss.outputs();
    double[] margins = new double[features.rows() * k];
    if (k == 1) {
      features.multiply(x, margins);
      return margins;
    }
    int[] starts = features.rowStarts();
    int[] columns = features.columnIndices();
    double[] values = features.values();
    for (int i = 0; i < features.rows(); i++) {
      for (int e = starts[i]; e < starts[i + 1]; e++) {
        for (int c = 0; c < k; c++) {
          margins[i * k + c] += values[e] * x[columns[e] * k + c];
        }
      }
    }
    return margins;
  }

  /** result ← Aᵀ S, for S of the margins' shape. */
  void transposedProduct(double[] s, double[] result) {
    int k = loss.outputs();
    Arrays.fill(result, 0);
    if (k == 1) {
      features.addTransposedProduct(s, result);
      return;
    }
    int[] starts = features.rowStarts();
    int[] columns = features.columnIndices();
    double[] values = features.values();
    for (int i = 0; i < features.rows(); i++) {
      for (int e = starts[i]; e < starts[i + 1]; e++) {
        for (int c = 0; c < k; c++) {
          result[columns[e] * k + c] += values[e] * s[i * k + c];
        }
      }
    }
  }

  private double penalty(double[] x) {
    if (ridge == 0) {
      return 0;
    }
    double sum = 0;
    for (double value : x) {
      sum += value * value;
    }
    return ridge / 2 * sum;
  }
}
