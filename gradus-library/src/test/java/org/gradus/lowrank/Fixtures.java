package org.gradus.lowrank;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.PortableRandom;
import org.gradus.core.Seeds;
import org.gradus.core.Tensors;

/** Matrices of known rank, and what tests ask of completions. */
final class Fixtures {
  private Fixtures() {}

  /** A matrix of rank k with singular values from 2 down to 1, row-major [m, n]. */
  static double[] lowRank(int m, int n, int k, long seed) {
    double[] u = basis(m, k, Seeds.derive(seed, "left", 0));
    double[] v = basis(n, k, Seeds.derive(seed, "right", 0));
    double[] matrix = new double[m * n];
    for (int c = 0; c < k; c++) {
      double sigma = k == 1 ? 2 : 2 - (double) c / (k - 1);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          matrix[i * n + j] += sigma * u[i * k + c] * v[j * k + c];
        }
      }
    }
    return matrix;
  }

  /** An orthonormal basis of a Gaussian matrix's columns, row-major. */
  static double[] basis(int rows, int k, long seed) {
    return Orthonormal.of(PortableRandom.normal(seed, rows * k), k).basis();
  }

  /** Each entry observed with probability p. */
  static ObservedEntries sample(double[] matrix, int n, double p, long seed) {
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "mask", 0));
    int m = matrix.length / n;
    int[] rows = new int[matrix.length];
    int[] columns = new int[matrix.length];
    double[] values = new double[matrix.length];
    int count = 0;
    for (int e = 0; e < matrix.length; e++) {
      if (random.nextDouble() < p) {
        rows[count] = e / n;
        columns[count] = e % n;
        values[count++] = matrix[e];
      }
    }
    return ObservedEntries.of(
        m,
        n,
        Arrays.copyOf(rows, count),
        Arrays.copyOf(columns, count),
        Arrays.copyOf(values, count));
  }

  /** ‖X − M‖_F / ‖M‖_F. */
  static double error(LowRankFactors factors, double[] matrix) {
    return distance(Tensors.doubles(factors.toDense()), matrix) / norm(matrix);
  }

  static double distance(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - y[i]) * (x[i] - y[i]);
    }
    return Math.sqrt(sum);
  }

  static double norm(double[] x) {
    return distance(x, new double[x.length]);
  }

  /** A random orthogonal matrix, row-major [k, k]. */
  static Tensor rotation(int k, long seed) {
    return torch.linalg_qr(Tensors.matrix(PortableRandom.normal(seed, k * k), k, k)).get0();
  }
}
