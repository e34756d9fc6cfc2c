package org.gradus.smooth.logistic;

import org.gradus.core.Check;
import org.gradus.core.PortableRandom;
import org.gradus.core.SparseMatrix;

/** Generated problems that other programs can make too, for tests and comparisons. */
public final class LogisticProblems {
  private static final long ENTRIES = 31;
  private static final long WEIGHTS = 32;
  private static final long LABELS = 33;

  private LogisticProblems() {}

  /**
   * Sparse data with a known sparse model, 50 entries a row: the shared benchmark has 20 000 rows
   * and 5000 columns, a million entries.
   *
   * <p>Entry k of row i is in column w k + ⌊w U₂ₑ²⌋, w = columns/50, e = 50 i + k, with value 2
   * U₂ₑ₊₁ − 1; every tenth weight is 4 (2 V − 1), the others 0; labels are drawn from the model. U,
   * V and the labels' uniforms are {@link PortableRandom#uniform} of seeds 31, 32, 33.
   *
   * @param rows at least 1
   * @param columns a multiple of 50
   */
  public static LogisticProblem sparse(int rows, int columns, double l1, double l2) {
    Check.atLeast("rows", rows, 1);
    if (columns < 50 || columns % 50 != 0) {
      throw Check.invalid("columns", columns, "a multiple of 50");
    }
    int width = columns / 50;
    int entries = Math.multiplyExact(50, rows);
    double[] u = PortableRandom.uniform(ENTRIES, Math.multiplyExact(2, entries));
    int[] starts = new int[rows + 1];
    int[] indices = new int[entries];
    double[] values = new double[entries];
    for (int e = 0; e < entries; e++) {
      indices[e] = e % 50 * width + (int) Math.floor(width * u[2 * e] * u[2 * e]);
      values[e] = 2 * u[2 * e + 1] - 1;
    }
    for (int i = 0; i <= rows; i++) {
      starts[i] = 50 * i;
    }
    SparseMatrix features = new SparseMatrix(rows, columns, starts, indices, values);
    return new LogisticProblem(features, labels(features), 1, l1, l2);
  }

  private static double[] labels(SparseMatrix features) {
    double[] w = PortableRandom.uniform(WEIGHTS, features.columns());
    for (int j = 0; j < w.length; j++) {
      w[j] = j % 10 == 0 ? 4 * (2 * w[j] - 1) : 0;
    }
    double[] labels = new double[features.rows()];
    features.multiply(w, labels);
    double[] draws = PortableRandom.uniform(LABELS, labels.length);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = draws[i] < 1 / (1 + Math.exp(-labels[i])) ? 1 : -1;
    }
    return labels;
  }
}
