package org.gradus.lowrank;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dgelsd;
import static org.bytedeco.openblas.global.openblas.LAPACK_ROW_MAJOR;

import java.util.Arrays;

/**
 * Exact least squares: normal equations, or QR, or, where A has no full column rank, the solution
 * of minimum norm. Each leaves x and its residual in the system. Buffers are reused.
 */
public final class DirectSolver {
  /** Singular values below this, relative to the largest, count as zero. */
  private static final double RANK_TOLERANCE = 1e-12;

  /** A pivot of AᵀA below this, relative to its diagonal entry, has lost all digits. */
  private static final double PIVOT_TOLERANCE = 1e-14;

  private final double[] gram;
  private final double[] scratch;
  private double[] a = new double[0];
  private double[] b = new double[0];

  /** For systems of this width k. */
  public DirectSolver(int width) {
    gram = new double[Math.multiplyExact(width, width)];
    scratch = new double[width];
  }

  /** AᵀA x = Aᵀb by Cholesky: N k (k + 3)/2 + k³/6 + k² multiply-adds. */
  public void normalEquations(TallSystem system) {
    int k = system.width();
    if (system.rows() >= k) {
      system.gram(gram);
      system.multiplyTransposed(system.rightSide(), scratch);
      if (cholesky(k)) {
        solveCholesky(k, scratch);
        System.arraycopy(scratch, 0, system.solution(), 0, k);
        system.count((long) k * k * k / 6 + (long) k * k);
        finish(system);
        return;
      }
    }
    minimumNorm(system);
  }

  /** Householder's QR: N k² − k³/3 multiply-adds. */
  public void qr(TallSystem system) {
    int k = system.width();
    int rows = system.rows();
    if (rows >= k) {
      copy(system);
      Householder.factor(a, rows, k, b, scratch);
      system.count((long) rows * k * k - (long) k * k * k / 3);
      if (TriangularPreconditioner.hasFullRank(a, k)) {
        double[] x = system.solution();
        for (int i = k - 1; i >= 0; i--) {
          double sum = b[i];
          for (int j = i + 1; j < k; j++) {
            sum -= a[i * k + j] * x[j];
          }
          x[i] = sum / a[i * k + i];
        }
        finish(system);
        return;
      }
    }
    minimumNorm(system);
  }

  /** By singular values (LAPACK's dgelsd); x = 0 where there are no rows. */
  public void minimumNorm(TallSystem system) {
    int k = system.width();
    int rows = system.rows();
    Arrays.fill(system.solution(), 0);
    if (rows > 0) {
      double[] matrix = Arrays.copyOf(system.matrix(), rows * k);
      double[] right = Arrays.copyOf(system.rightSide(), Math.max(rows, k));
      double[] singular = new double[Math.min(rows, k)];
      int info =
          LAPACKE_dgelsd(
              LAPACK_ROW_MAJOR,
              rows,
              k,
              1,
              matrix,
              k,
              right,
              1,
              singular,
              RANK_TOLERANCE,
              new int[1]);
      if (info != 0) {
        Arrays.fill(right, Double.NaN);
      }
      System.arraycopy(right, 0, system.solution(), 0, k);
      system.count((long) rows * k * Math.min(rows, k));
    }
    finish(system);
  }

  /** The residual is for whoever watches: it is not part of the method's work. */
  private static void finish(TallSystem system) {
    system.updateResidual();
    system.count(-(long) system.rows() * system.width());
  }

  private void copy(TallSystem system) {
    int rows = system.rows();
    int entries = rows * system.width();
    if (b.length < rows) {
      a = new double[entries];
      b = new double[rows];
    }
    System.arraycopy(system.matrix(), 0, a, 0, entries);
    System.arraycopy(system.rightSide(), 0, b, 0, rows);
  }

  /** Overwrites the lower triangle of the Gram matrix with L; false if it is singular. */
  private boolean cholesky(int k) {
    for (int i = 0; i < k; i++) {
      double diagonal = gram[i * k + i];
      for (int j = 0; j <= i; j++) {
        double sum = gram[i * k + j];
        for (int c = 0; c < j; c++) {
          sum -= gram[i * k + c] * gram[j * k + c];
        }
        if (j < i) {
          gram[i * k + j] = sum / gram[j * k + j];
        } else if (sum > PIVOT_TOLERANCE * diagonal) {
          gram[i * k + i] = Math.sqrt(sum);
        } else {
          return false;
        }
      }
    }
    return true;
  }

  private void solveCholesky(int k, double[] v) {
    for (int i = 0; i < k; i++) {
      double sum = v[i];
      for (int c = 0; c < i; c++) {
        sum -= gram[i * k + c] * v[c];
      }
      v[i] = sum / gram[i * k + i];
    }
    for (int i = k - 1; i >= 0; i--) {
      v[i] /= gram[i * k + i];
      for (int c = 0; c < i; c++) {
        v[c] -= gram[i * k + c] * v[i];
      }
    }
  }
}
