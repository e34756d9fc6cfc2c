package org.gradus.lab.recipes.blockdescent;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.gradus.core.Monitor;
import org.gradus.core.PortableRandom;
import org.gradus.core.SparseMatrix;
import org.gradus.lab.data.SparseData;
import org.gradus.smooth.GradientNormalizedNewton;
import org.gradus.smooth.LinearModel;
import org.gradus.smooth.LogisticLoss;
import org.gradus.smooth.ModelCurvature;
import org.gradus.smooth.SmoothProblem;
import org.gradus.smooth.SoftmaxLoss;
import org.gradus.smooth.SquaredLoss;
import org.gradus.smooth.StoppingRule;
import org.gradus.smooth.coordinate.LabelPropagation;
import org.gradus.smooth.coordinate.Lattice;
import org.gradus.smooth.coordinate.ModelFunction;

/** The paper's data sets at reduced size, from portable random numbers. */
final class Problems {
  private static final double KEPT = 10;
  private static final double NON_ZERO = 0.1;
  private static final double RIDGE = 1;

  /**
   * A function to minimise.
   *
   * @param optimum its minimum
   */
  record Minimum(String name, ModelFunction function, double optimum) {}

  private Problems() {}

  /**
   * (N(0, 1) + 1) times 10 N(0, 1) by column, entries kept with probability 10 log(rows)/rows.
   *
   * @param absolute whether to take absolute values
   */
  static SparseMatrix matrix(int rows, int columns, long seed, boolean absolute) {
    double[] dense = PortableRandom.normal(10 * seed, rows * columns);
    double[] scale = PortableRandom.normal(10 * seed + 1, columns);
    double[] keep = PortableRandom.uniform(10 * seed + 2, rows * columns);
    double probability = KEPT * Math.log(rows) / rows;
    for (int k = 0; k < dense.length; k++) {
      double value = keep[k] < probability ? (dense[k] + 1) * 10 * scale[k % columns] : 0;
      dense[k] = absolute ? Math.abs(value) : value;
    }
    return SparseData.sparse(dense, columns);
  }

  /** A w + N(0, 1) for w ~ N(0, 1) with this share of non-zeros. */
  static double[] targets(SparseMatrix a, double share, long seed, boolean absolute) {
    double[] w = PortableRandom.normal(10 * seed + 3, a.columns());
    double[] kept = PortableRandom.uniform(10 * seed + 4, a.columns());
    for (int j = 0; j < w.length; j++) {
      w[j] = kept[j] < share ? absolute ? Math.abs(w[j]) : w[j] : 0;
    }
    double[] b = new double[a.rows()];
    a.multiply(w, b);
    double[] noise = PortableRandom.normal(10 * seed + 5, b.length);
    for (int i = 0; i < b.length; i++) {
      b[i] += noise[i];
    }
    return b;
  }

  /** Least squares with more unknowns than equations: f* = 0. */
  static Minimum leastSquares(int rows, int columns, long seed) {
    SparseMatrix a = matrix(rows, columns, seed, false);
    SquaredLoss loss = new SquaredLoss(targets(a, NON_ZERO, seed, false));
    return new Minimum("least squares", new ModelFunction(LinearModel.sum(a, loss)), 0);
  }

  /** Logistic regression on the signs of the same targets, a tenth of them flipped, ridge 1. */
  static Minimum logistic(int rows, int columns, long seed) {
    SparseMatrix a = matrix(rows, columns, seed, false);
    double[] b = targets(a, NON_ZERO, seed, false);
    double[] flip = PortableRandom.uniform(10 * seed + 6, rows);
    double[] labels = new double[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = (b[i] >= 0) == (flip[i] >= 0.1) ? 1 : -1;
    }
    return regularised("logistic", new LinearModel(a, new LogisticLoss(labels), 1, RIDGE));
  }

  /** Softmax regression on the first digits, ridge 1. */
  static Minimum softmax(int images) {
    SparseData digits = SparseData.digits(images);
    return regularised(
        "softmax",
        new LinearModel(digits.features(), new SoftmaxLoss(digits.classes(), 10), 1, RIDGE));
  }

  private static Minimum regularised(String name, LinearModel model) {
    SmoothProblem problem =
        SmoothProblem.of(model, ModelCurvature.products(model), new double[model.dimension()]);
    double optimum =
        new GradientNormalizedNewton(
                GradientNormalizedNewton.Config.DEFAULT.withStop(
                    StoppingRule.DEFAULT.withGradientTolerance(1e-6)))
            .solve(problem, Monitor.SILENT)
            .certificate()
            .value();
    return new Minimum(name, new ModelFunction(model), optimum);
  }

  /** A square lattice with 5 % random labels N(0, 1), weights 1 or 10^U(−1, 1). */
  static LabelPropagation lattice(int side, boolean randomWeights, long seed) {
    Lattice lattice = new Lattice(side, side);
    double[] weights = PortableRandom.uniform(10 * seed + 7, lattice.edges());
    for (int e = 0; e < weights.length; e++) {
      weights[e] = randomWeights ? Math.pow(10, 2 * weights[e] - 1) : 1;
    }
    double[] order = PortableRandom.uniform(10 * seed + 8, lattice.nodes());
    double[] sorted = order.clone();
    Arrays.sort(sorted);
    double cut = sorted[Math.max(1, lattice.nodes() / 20) - 1];
    int[] labelled = IntStream.range(0, lattice.nodes()).filter(i -> order[i] <= cut).toArray();
    return new LabelPropagation(
        lattice.weights(weights), labelled, PortableRandom.normal(10 * seed + 9, labelled.length));
  }
}
