package org.gradus.constrained;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dgelsy;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import java.util.Arrays;
import java.util.Optional;
import org.gradus.core.NonFiniteException;
import org.gradus.core.SparseMatrix;

/**
 * Sketch-and-project on K z = −g: z, and the residual r = K z + g carried along.
 *
 * <p>A Kaczmarz step costs the non-zeros of Kᵢ and of row i of K². So that this stays true, |r|² is
 * carried along too; r, |r| and |z| are computed afresh every so many steps and whenever the
 * carried norm comes within reach of the bound it is compared with.
 */
final class SketchProjection {
  private static final double UNIT = 0x1p-52;

  /** A carried |r|² that fell by this factor has lost half its digits. */
  private static final double LOST = 1e-6;

  private static final double NEAR = 1 + 1e-6;

  private final KktSystem system;
  private final SparseMatrix matrix;
  private final double[] right;
  private final double rightNorm;
  private final int interval;
  private final double[] z;
  private final double[] r;
  private double squared;
  private double squaredAfresh;
  private double roundOff;
  private int since;

  SketchProjection(KktSystem system, double[] right) {
    this.system = system;
    this.right = right;
    matrix = system.matrix();
    rightNorm = Vectors.norm(right);
    interval = 4 * Math.max(64, system.order());
    z = new double[right.length];
    r = new double[right.length];
    refresh();
  }

  double[] z() {
    return z;
  }

  /** |r|, afresh. */
  double residualNorm() {
    refresh();
    return Math.sqrt(squared);
  }

  /** Whether |r| is at most the bound, or at round-off: 4 u (|K|_F |z| + |g|). */
  boolean within(double bound) {
    if (since >= interval || squared < LOST * squaredAfresh) {
      refresh();
    }
    double reach = NEAR * Math.max(bound, roundOff);
    if (squared > reach * reach) {
      return false;
    }
    refresh();
    return Math.sqrt(squared) <= Math.max(bound, roundOff);
  }

  /** Whether r was last computed afresh, which is also when cancellation is looked at. */
  boolean fresh() {
    return since == 0;
  }

  private void refresh() {
    matrix.multiply(z, r);
    Vectors.add(r, 1, right);
    squared = Vectors.dot(r, r);
    squaredAfresh = squared;
    roundOff = 4 * UNIT * (system.frobenius() * Vectors.norm(z) + rightNorm);
    since = 0;
  }

  /** One step; false if K turned out singular. */
  boolean step(Sketch sketch) {
    since++;
    if (sketch instanceof Sketch.Row row) {
      kaczmarz(row.index());
    } else if (sketch instanceof Sketch.Column column) {
      column(column.entries());
    } else if (sketch instanceof Sketch.Block block) {
      block(block);
    } else {
      return exact();
    }
    return true;
  }

  private void kaczmarz(int i) {
    double norm = system.squaredRowNorms()[i];
    if (norm == 0) {
      return;
    }
    double factor = r[i] / norm;
    int[] starts = matrix.rowStarts();
    for (int k = starts[i]; k < starts[i + 1]; k++) {
      z[matrix.columnIndices()[k]] -= factor * matrix.values()[k];
    }
    SparseMatrix square = system.square();
    int[] indices = square.columnIndices();
    double[] values = square.values();
    double change = 0;
    for (int k = square.rowStarts()[i]; k < square.rowStarts()[i + 1]; k++) {
      int j = indices[k];
      double before = r[j];
      double after = before - factor * values[k];
      r[j] = after;
      change += (after - before) * (after + before);
    }
    squared += change;
  }

  private void column(double[] s) {
    double[] w = SparseRows.product(matrix, s);
    double norm = Vectors.dot(w, w);
    if (norm > 0) {
      move(Vectors.scaled(Vectors.dot(s, r) / norm, w));
    }
  }

  /** The d of least norm with (K S)ᵀ d = Sᵀ r, by a rank-revealing QR of (K S)ᵀ. */
  private void block(Sketch.Block sketch) {
    int p = r.length;
    int q = sketch.columns();
    double[] s = sketch.entries();
    double[] w = new double[p * q];
    double[] d = new double[Math.max(p, q)];
    for (int i = 0; i < p; i++) {
      for (int k = matrix.rowStarts()[i]; k < matrix.rowStarts()[i + 1]; k++) {
        double value = matrix.values()[k];
        int from = matrix.columnIndices()[k] * q;
        for (int j = 0; j < q; j++) {
          w[i * q + j] += value * s[from + j];
        }
      }
      for (int j = 0; j < q; j++) {
        d[j] += s[i * q + j] * r[i];
      }
    }
    int info =
        LAPACKE_dgelsy(
            LAPACK_COL_MAJOR, q, p, 1, w, q, d, d.length, new int[p], p * UNIT, new int[1]);
    if (info != 0) {
      throw new NonFiniteException("the least-squares problem of a sketch (LAPACK: " + info + ")");
    }
    move(Arrays.copyOf(d, p));
  }

  private boolean exact() {
    Optional<double[]> d = system.solve(r);
    d.ifPresent(this::move);
    return d.isPresent();
  }

  /** z ← z − d. */
  private void move(double[] d) {
    Vectors.add(z, -1, d);
    Vectors.add(r, -1, SparseRows.product(matrix, d));
    squared = Vectors.dot(r, r);
  }
}
