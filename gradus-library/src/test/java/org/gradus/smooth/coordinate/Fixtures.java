package org.gradus.smooth.coordinate;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.gradus.core.PortableRandom;
import org.gradus.core.SparseMatrix;
import org.gradus.core.SymmetricEigen;
import org.gradus.smooth.LinearModel;
import org.gradus.smooth.LogisticLoss;
import org.gradus.smooth.MarginLoss;
import org.gradus.smooth.SoftmaxLoss;
import org.gradus.smooth.SquaredLoss;

/** Small problems of every kind, and linear algebra written down plainly. */
final class Fixtures {
  private Fixtures() {}

  /** Normal entries, about 60 % kept, columns of different scale. */
  static SparseMatrix matrix(int rows, int columns, long seed) {
    double[] normal = PortableRandom.normal(seed, rows * columns);
    double[] keep = PortableRandom.uniform(seed + 1, rows * columns);
    double[] scale = PortableRandom.uniform(seed + 2, columns);
    double[][] dense = new double[rows][columns];
    for (int k = 0; k < rows * columns; k++) {
      int j = k % columns;
      dense[k / columns][j] = keep[k] < 0.6 ? normal[k] * (0.3 + 3 * scale[j]) : 0;
    }
    return sparse(dense);
  }

  static SparseMatrix sparse(double[][] dense) {
    int columns = dense[0].length;
    int[] starts = new int[dense.length + 1];
    int[] indices = new int[dense.length * columns];
    double[] values = new double[indices.length];
    int at = 0;
    for (int i = 0; i < dense.length; i++) {
      for (int j = 0; j < columns; j++) {
        if (dense[i][j] != 0) {
          indices[at] = j;
          values[at++] = dense[i][j];
        }
      }
      starts[i + 1] = at;
    }
    return new SparseMatrix(
        dense.length, columns, starts, Arrays.copyOf(indices, at), Arrays.copyOf(values, at));
  }

  static ModelFunction leastSquares(int rows, int columns, long seed) {
    double[] targets = PortableRandom.normal(seed + 7, rows);
    return new ModelFunction(
        LinearModel.sum(matrix(rows, columns, seed), new SquaredLoss(targets)));
  }

  static ModelFunction logistic(int rows, int columns, double ridge, long seed) {
    double[] labels =
        Arrays.stream(PortableRandom.uniform(seed + 7, rows)).map(u -> u < 0.5 ? -1 : 1).toArray();
    MarginLoss loss = new LogisticLoss(labels);
    return new ModelFunction(new LinearModel(matrix(rows, columns, seed), loss, 1, ridge));
  }

  static ModelFunction softmax(int rows, int columns, int classes, double ridge, long seed) {
    int[] labels =
        Arrays.stream(PortableRandom.uniform(seed + 7, rows))
            .mapToInt(u -> (int) (u * classes))
            .toArray();
    MarginLoss loss = new SoftmaxLoss(labels, classes);
    return new ModelFunction(new LinearModel(matrix(rows, columns, seed), loss, 1, ridge));
  }

  /** ½ xᵀ A x − bᵀ x of labels spread on a square lattice with random weights. */
  static QuadraticFunction lattice(int side, long seed) {
    return propagation(side, seed).quadratic();
  }

  static LabelPropagation propagation(int side, long seed) {
    Lattice lattice = new Lattice(side, side);
    double[] weights =
        Arrays.stream(PortableRandom.uniform(seed, lattice.edges()))
            .map(u -> Math.pow(10, 2 * u - 1))
            .toArray();
    int[] labelled = {1, side + 2, lattice.nodes() - 3};
    return new LabelPropagation(lattice.weights(weights), labelled, new double[] {1, -2, 0.5});
  }

  static double[] point(int n, long seed) {
    return PortableRandom.normal(seed, n);
  }

  static BlockRun run(BlockFunction function, double[] x) {
    int[] all = java.util.stream.IntStream.range(0, function.dimension()).toArray();
    return new BlockRun(BlockProblem.of(function), function.at(x), new BlockBounds(function), all);
  }

  static double[] bound(BlockFunction function, int... block) {
    double[] matrix = new double[block.length * block.length];
    function.blockBound(block, matrix);
    return matrix;
  }

  static double smallestEigenvalue(double[] matrix, int order) {
    return SymmetricEigen.values(matrix, order)[0];
  }

  static int[] all(BlockFunction function) {
    return java.util.stream.IntStream.range(0, function.dimension()).toArray();
  }

  /** Distinct coordinates, ascending. */
  static int[] block(int n, int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.ints(0, n).distinct().limit(size).sorted().toArray();
  }
}
