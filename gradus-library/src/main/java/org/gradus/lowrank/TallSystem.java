package org.gradus.lowrank;

import java.util.Arrays;
import org.gradus.core.Check;

/**
 * One least-squares problem: minimise ‖A x − b‖₂ for a matrix A [N, k], usually with N much larger
 * than k, and the present x with its residual b − A x.
 *
 * <p>Made to be refilled: {@link #clear()}, {@link #append} N rows, then solve. Buffers grow as
 * needed and are kept, so that thousands of regressions allocate nothing. Not thread-safe. Every
 * operation counts its multiply-adds.
 */
public final class TallSystem {
  private final int width;
  private final double[] x;
  private double[] a = new double[0];
  private double[] b = new double[0];
  private double[] residual = new double[0];
  private int rows;
  private long work;

  /** An empty system of this width k. */
  public TallSystem(int width) {
    this.width = Check.atLeast("width", width, 1);
    x = new double[width];
  }

  /** Forgets all rows; x ← 0. The count of work goes on. */
  public void clear() {
    rows = 0;
    Arrays.fill(x, 0);
  }

  /** Makes room for this many rows. */
  void reserve(int count) {
    if (b.length < count) {
      a = Arrays.copyOf(a, Math.multiplyExact(count, width));
      b = Arrays.copyOf(b, count);
      residual = new double[count];
    }
  }

  /**
   * Adds a row.
   *
   * @param source holds the row's k entries from {@code offset} on
   * @param value the entry of b
   */
  public void append(double[] source, int offset, double value) {
    if (rows == b.length) {
      reserve(Math.max(16, Math.addExact(rows, rows)));
    }
    System.arraycopy(source, offset, a, rows * width, width);
    b[rows++] = value;
  }

  /** Adds the rows weight · I with zeros on the right: a ridge of weight². */
  void appendDiagonal(double weight) {
    double[] row = new double[width];
    for (int c = 0; c < width; c++) {
      row[c] = weight;
      append(row, 0, 0);
      row[c] = 0;
    }
  }

  /** N. */
  public int rows() {
    return rows;
  }

  /** k. */
  public int width() {
    return width;
  }

  /** x itself, length k: write to it to choose where iterations start. */
  public double[] solution() {
    return x;
  }

  /** A itself, N rows of k; longer than that. */
  double[] matrix() {
    return a;
  }

  /** b itself; longer than N. */
  double[] rightSide() {
    return b;
  }

  /** b − A x, as the last {@link #updateResidual()} or solver left it; longer than N. */
  double[] residualEntries() {
    return residual;
  }

  /** A copy of b − A x, as the last solver left it. */
  public double[] residual() {
    return Arrays.copyOf(residual, rows);
  }

  /** Multiply-adds done so far, in all solves. */
  public long multiplyAdds() {
    return work;
  }

  void count(long multiplyAdds) {
    work += multiplyAdds;
  }

  /** residual ← b − A x. */
  void updateResidual() {
    multiply(x, residual);
    for (int i = 0; i < rows; i++) {
      residual[i] = b[i] - residual[i];
    }
  }

  /** out ← A p. */
  void multiply(double[] p, double[] out) {
    int k = width;
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
      int o0 = i * k;
      int o1 = o0 + k;
      int o2 = o1 + k;
      int o3 = o2 + k;
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      for (int c = 0; c < k; c++) {
        double pc = p[c];
        s0 += a[o0 + c] * pc;
        s1 += a[o1 + c] * pc;
        s2 += a[o2 + c] * pc;
        s3 += a[o3 + c] * pc;
      }
      out[i] = s0;
      out[i + 1] = s1;
      out[i + 2] = s2;
      out[i + 3] = s3;
    }
    for (; i < rows; i++) {
      double sum = 0;
      for (int c = 0; c < k; c++) {
        sum += a[i * k + c] * p[c];
      }
      out[i] = sum;
    }
    work += (long) rows * k;
  }

  /** out ← Aᵀ r. */
  void multiplyTransposed(double[] r, double[] out) {
    int k = width;
    Arrays.fill(out, 0, k, 0);
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
      int o0 = i * k;
      int o1 = o0 + k;
      int o2 = o1 + k;
      int o3 = o2 + k;
      double r0 = r[i];
      double r1 = r[i + 1];
      double r2 = r[i + 2];
      double r3 = r[i + 3];
      for (int c = 0; c < k; c++) {
        out[c] += a[o0 + c] * r0 + a[o1 + c] * r1 + a[o2 + c] * r2 + a[o3 + c] * r3;
      }
    }
    for (; i < rows; i++) {
      for (int c = 0; c < k; c++) {
        out[c] += a[i * k + c] * r[i];
      }
    }
    work += (long) rows * k;
  }

  /** The lower triangle of Aᵀ A into {@code gram}, row-major [k, k]. */
  void gram(double[] gram) {
    int k = width;
    Arrays.fill(gram, 0, k * k, 0);
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
      addOuterProducts(i * k, gram);
    }
    for (; i < rows; i++) {
      int o = i * k;
      for (int p = 0; p < k; p++) {
        double ap = a[o + p];
        for (int q = 0; q <= p; q++) {
          gram[p * k + q] += ap * a[o + q];
        }
      }
    }
    work += (long) rows * k * (k + 1) / 2;
  }

  /** Four rows at once: each entry of the sum is then read and written a quarter as often. */
  private void addOuterProducts(int o0, double[] gram) {
    int k = width;
    int o1 = o0 + k;
    int o2 = o1 + k;
    int o3 = o2 + k;
    for (int p = 0; p < k; p++) {
      double a0 = a[o0 + p];
      double a1 = a[o1 + p];
      double a2 = a[o2 + p];
      double a3 = a[o3 + p];
      int row = p * k;
      for (int q = 0; q <= p; q++) {
        gram[row + q] += a0 * a[o0 + q] + a1 * a[o1 + q] + a2 * a[o2 + q] + a3 * a[o3 + q];
      }
    }
  }
}
