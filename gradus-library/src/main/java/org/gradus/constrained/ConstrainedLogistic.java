package org.gradus.constrained;

import java.util.Arrays;
import org.gradus.core.Check;
import org.gradus.core.PortableRandom;
import org.gradus.core.SparseMatrix;

/**
 * Logistic regression on a sphere in a plane: min (1/N) Σ log(1 + exp(−yₖ aₖᵀ x)) subject to A x =
 * b and |x|² = 1.
 *
 * <p>One multiplier a row of A, in order, then the sphere's. The Hessian is dense: O(N·nnz²) for
 * rows of nnz entries, n² of memory.
 */
public final class ConstrainedLogistic implements ConstrainedFunctions {
  private final SparseMatrix features;
  private final double[] signs;
  private final double[][] plane;
  private final double[] offset;

  /**
   * The problem's functions.
   *
   * @param features aₖ, [N, n], not copied
   * @param signs yₖ, −1 or 1; copied
   * @param plane A, rows of length n, at least one and fewer than n; not copied
   * @param offset b, one a row of A; copied
   */
  public ConstrainedLogistic(
      SparseMatrix features, double[] signs, double[][] plane, double[] offset) {
    Check.atLeast("examples", features.rows(), 1);
    if (signs.length != features.rows()) {
      throw Check.invalid("the number of signs", signs.length, features.rows() + ", one a row");
    }
    if (!Arrays.stream(signs).allMatch(s -> Math.abs(s) == 1)) {
      throw Check.invalid("signs", "not all -1 or 1", "-1 or 1");
    }
    if (plane.length != offset.length
        || !Arrays.stream(plane).allMatch(r -> r.length == features.columns())) {
      throw Check.invalid(
          "the shape of the plane", plane.length + " rows", "[offset.length, features' columns]");
    }
    this.features = features;
    this.signs = signs.clone();
    this.plane = plane;
    this.offset = offset.clone();
  }

  /**
   * The problem with A [rows, n] and b of standard normal numbers: {@link PortableRandom}'s of this
   * seed, A row by row, then b; x₀ = 1, λ₀ = 1.
   */
  public static ConstrainedProblem random(
      SparseMatrix features, double[] signs, int rows, long seed) {
    int n = features.columns();
    double[] draws = PortableRandom.normal(seed, rows * (n + 1));
    double[][] plane = new double[rows][];
    for (int i = 0; i < rows; i++) {
      plane[i] = Arrays.copyOfRange(draws, i * n, (i + 1) * n);
    }
    double[] offset = Arrays.copyOfRange(draws, rows * n, draws.length);
    double[] start = new double[n];
    double[] multipliers = new double[rows + 1];
    Arrays.fill(start, 1);
    Arrays.fill(multipliers, 1);
    return new ConstrainedProblem(
        new ConstrainedLogistic(features, signs, plane, offset), start, multipliers);
  }

  @Override
  public int variables() {
    return features.columns();
  }

  @Override
  public int constraints() {
    return offset.length + 1;
  }

  @Override
  public double objective(double[] x) {
    double[] margins = SparseRows.product(features, x);
    double sum = 0;
    for (int k = 0; k < margins.length; k++) {
      double t = signs[k] * margins[k];
      sum += t > 0 ? Math.log1p(Math.exp(-t)) : Math.log1p(Math.exp(t)) - t;
    }
    return sum / margins.length;
  }

  @Override
  public double[] gradient(double[] x) {
    double[] weights = SparseRows.product(features, x);
    for (int k = 0; k < weights.length; k++) {
      weights[k] = -signs[k] / (1 + Math.exp(signs[k] * weights[k])) / weights.length;
    }
    return SparseRows.transposedProduct(features, weights);
  }

  @Override
  public double[] constraints(double[] x) {
    double[] c = new double[offset.length + 1];
    for (int i = 0; i < offset.length; i++) {
      c[i] = Vectors.dot(plane[i], x) - offset[i];
    }
    c[offset.length] = Vectors.dot(x, x) - 1;
    return c;
  }

  @Override
  public SparseMatrix jacobian(double[] x) {
    double[][] rows = Arrays.copyOf(plane, plane.length + 1);
    rows[plane.length] = Vectors.scaled(2, x);
    return SparseMatrix.of(rows);
  }

  @Override
  public SparseMatrix hessian(double[] x, double[] multipliers) {
    int n = x.length;
    double[][] hessian = new double[n][n];
    double[] margins = SparseRows.product(features, x);
    for (int k = 0; k < margins.length; k++) {
      double p = 1 / (1 + Math.exp(-margins[k]));
      addOuter(hessian, k, p * (1 - p) / margins.length);
    }
    for (int i = 0; i < n; i++) {
      hessian[i][i] += 2 * multipliers[offset.length];
    }
    return SparseMatrix.of(hessian);
  }

  private void addOuter(double[][] hessian, int k, double weight) {
    int end = features.rowStarts()[k + 1];
    for (int i = features.rowStarts()[k]; i < end; i++) {
      double[] row = hessian[features.columnIndices()[i]];
      double factor = weight * features.values()[i];
      for (int j = features.rowStarts()[k]; j < end; j++) {
        row[features.columnIndices()[j]] += factor * features.values()[j];
      }
    }
  }
}
