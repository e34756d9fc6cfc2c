package org.gradus.smooth;

import java.util.Arrays;
import org.gradus.core.Check;
import org.gradus.core.Cholesky;

/** Systems (H + λ B) x = r for one H and many λ. */
abstract class ShiftedSystem {
  final Metric metric;

  ShiftedSystem(Metric metric) {
    this.metric = metric;
  }

  /** Prepares for a λ; false if H + λ B is found not to be positive definite. */
  abstract boolean shift(double lambda);

  /** x ← (H + λ B)⁻¹ r; false if that fails now. */
  abstract boolean solve(double[] r, double[] x);

  /** Iterations of inner solvers so far. */
  long innerIterations() {
    return 0;
  }

  /**
   * The system of an H.
   *
   * @param gradientNorm |g|_*, which decides how exactly inner iterations solve
   * @throws IllegalArgumentException if a dense H is not symmetric or something has a wrong length
   */
  static ShiftedSystem of(Curvature curvature, Metric metric, double gradientNorm) {
    int n = metric.dimension();
    if (curvature instanceof Curvature.Dense dense) {
      Matrices.requireSymmetric("the Hessian", dense.matrix(), n);
      return new DenseSystem(metric, dense.matrix());
    }
    if (curvature instanceof Curvature.RankOne rankOne) {
      requireLength(rankOne.direction().length, n);
      return new RankOneSystem(metric, rankOne);
    }
    if (curvature instanceof Curvature.LowRank lowRank) {
      requireLength(lowRank.factor().length / lowRank.rows(), n);
      return new LowRankSystem(metric, lowRank);
    }
    if (curvature instanceof Curvature.Products products) {
      return new ConjugateGradientSystem(metric, products.product(), gradientNorm);
    }
    return new RankOneSystem(metric, new Curvature.RankOne(0, new double[n]));
  }

  private static void requireLength(int length, int n) {
    if (length != n) {
      throw Check.invalid("the length of the Hessian's vectors", length, "n = " + n);
    }
  }

  /** By Cholesky. */
  private static final class DenseSystem extends ShiftedSystem {
    private final double[] matrix;
    private final double[] shifted;
    private final Cholesky cholesky;

    DenseSystem(Metric metric, double[] matrix) {
      super(metric);
      this.matrix = matrix;
      shifted = new double[matrix.length];
      cholesky = new Cholesky(metric.dimension());
    }

    @Override
    boolean shift(double lambda) {
      System.arraycopy(matrix, 0, shifted, 0, matrix.length);
      metric.addTo(shifted, lambda);
      return cholesky.factor(shifted);
    }

    @Override
    boolean solve(double[] r, double[] x) {
      System.arraycopy(r, 0, x, 0, r.length);
      cholesky.solve(x);
      return true;
    }
  }

  /** P = λ B: x = P⁻¹ r − (a vᵀP⁻¹r / (1 + a vᵀP⁻¹v)) P⁻¹ v. */
  private static final class RankOneSystem extends ShiftedSystem {
    private final double weight;
    private final double[] direction;
    private final double[] solved;
    private final double along;
    private double lambda;

    RankOneSystem(Metric metric, Curvature.RankOne rankOne) {
      super(metric);
      weight = rankOne.weight();
      direction = rankOne.direction();
      solved = metric.solve(direction);
      along = Vectors.dot(direction, solved);
    }

    @Override
    boolean shift(double lambda) {
      this.lambda = lambda;
      return lambda > 0;
    }

    @Override
    boolean solve(double[] r, double[] x) {
      double[] plain = metric.solve(r);
      double factor =
          weight * (Vectors.dot(direction, plain) / lambda) / (1 + weight * (along / lambda));
      for (int i = 0; i < x.length; i++) {
        x[i] = (plain[i] - factor * solved[i]) / lambda;
      }
      return true;
    }
  }

  /** P = λ B: x = P⁻¹ r − P⁻¹Vᵀ (I + V P⁻¹ Vᵀ)⁻¹ V P⁻¹ r. */
  private static final class LowRankSystem extends ShiftedSystem {
    private final int rows;
    private final double[] factor;
    private final double[] solved;
    private final double[] inner;
    private final double[] shifted;
    private final Cholesky cholesky;
    private double lambda;

    LowRankSystem(Metric metric, Curvature.LowRank lowRank) {
      super(metric);
      rows = lowRank.rows();
      factor = lowRank.factor();
      int n = metric.dimension();
      solved = new double[factor.length];
      double[] row = new double[n];
      for (int i = 0; i < rows; i++) {
        System.arraycopy(factor, i * n, row, 0, n);
        System.arraycopy(metric.solve(row), 0, solved, i * n, n);
      }
      inner = new double[rows * rows];
      for (int i = 0; i < rows; i++) {
        System.arraycopy(solved, i * n, row, 0, n);
        System.arraycopy(Matrices.multiply(factor, rows, row), 0, inner, i * rows, rows);
      }
      shifted = new double[rows * rows];
      cholesky = new Cholesky(rows);
    }

    @Override
    boolean shift(double lambda) {
      this.lambda = lambda;
      for (int k = 0; k < inner.length; k++) {
        shifted[k] = inner[k] / lambda;
      }
      for (int i = 0; i < rows; i++) {
        shifted[i * rows + i] += 1;
      }
      return lambda > 0 && cholesky.factor(shifted);
    }

    @Override
    boolean solve(double[] r, double[] x) {
      double[] plain = metric.solve(r);
      double[] small = Vectors.scaled(1 / lambda, Matrices.multiply(factor, rows, plain));
      cholesky.solve(small);
      Matrices.transposedMultiply(solved, small, x);
      for (int i = 0; i < x.length; i++) {
        x[i] = (plain[i] - x[i]) / lambda;
      }
      return true;
    }
  }

  /** By conjugate gradients preconditioned with B. */
  private static final class ConjugateGradientSystem extends ShiftedSystem {
    private static final double LOOSEST = 0.1;

    private final Curvature.Product product;
    private final double tolerance;
    private double lambda;
    private long iterations;

    ConjugateGradientSystem(Metric metric, Curvature.Product product, double gradientNorm) {
      super(metric);
      this.product = product;
      tolerance = Math.min(LOOSEST, Math.sqrt(gradientNorm));
    }

    @Override
    boolean shift(double lambda) {
      this.lambda = lambda;
      return true;
    }

    @Override
    long innerIterations() {
      return iterations;
    }

    @Override
    boolean solve(double[] r, double[] x) {
      int n = r.length;
      Arrays.fill(x, 0);
      double[] residual = r.clone();
      double[] z = metric.solve(residual);
      double[] p = z.clone();
      double[] hp = new double[n];
      double squared = Vectors.dot(residual, z);
      double target = tolerance * tolerance * squared;
      for (int k = 0; k < 10 * n && squared > target; k++) {
        product.apply(p, hp);
        Vectors.add(hp, lambda, metric.product(p));
        double along = Vectors.dot(p, hp);
        iterations++;
        if (!(along > 0)) {
          return false;
        }
        double step = squared / along;
        Vectors.add(x, step, p);
        Vectors.add(residual, -step, hp);
        z = metric.solve(residual);
        double next = Vectors.dot(residual, z);
        double ratio = next / squared;
        for (int i = 0; i < n; i++) {
          p[i] = z[i] + ratio * p[i];
        }
        squared = next;
      }
      return true;
    }
  }
}
