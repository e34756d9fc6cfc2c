package org.gradus.lowrank;

import java.util.Arrays;
import org.gradus.core.Check;

/**
 * The factor R of a sketch S A = Q R, which makes A R⁻¹ nearly orthonormal, and the sketched
 * solution z₀ = Qᵀ S b that belongs to it. Its buffers are reused; not thread-safe.
 */
public final class TriangularPreconditioner {
  /** A diagonal entry of R smaller than this, relative to the largest, counts as zero. */
  private static final double SINGULAR = 1e-12;

  private final int width;
  private final double[] scratch;
  private double[] r = new double[0];
  private double[] z = new double[0];

  /** For systems of this width k. */
  public TriangularPreconditioner(int width) {
    this.width = Check.atLeast("width", width, 1);
    scratch = new double[width];
  }

  /**
   * Sketches a system by CountSketch and factors the sketch: row i of A and b, times its sign, is
   * added to the row of S A and S b that its bucket names. N k + s k² − k³/3 multiply-adds.
   *
   * @param buckets the bucket of each row, in [0, sketchRows)
   * @param signs −1 or +1 for each row
   * @param sketchRows s, at least k
   * @return whether S A has full column rank; otherwise the preconditioner must not be used
   */
  public boolean sketch(TallSystem system, int[] buckets, double[] signs, int sketchRows) {
    prepare(sketchRows);
    double[] a = system.matrix();
    double[] b = system.rightSide();
    int k = width;
    for (int i = 0; i < system.rows(); i++) {
      double sign = signs[i];
      int to = buckets[i] * k;
      int from = i * k;
      for (int c = 0; c < k; c++) {
        r[to + c] += sign * a[from + c];
      }
      z[buckets[i]] += sign * b[i];
    }
    system.count((long) system.rows() * k);
    return factor(system, sketchRows);
  }

  /**
   * Takes any sketch made elsewhere.
   *
   * @param sketchedMatrix S A, row-major [s, k], s ≥ k
   * @param sketchedRightSide S b, length s
   * @return whether S A has full column rank
   */
  public boolean sketched(TallSystem system, double[] sketchedMatrix, double[] sketchedRightSide) {
    int rows = sketchedRightSide.length;
    if (sketchedMatrix.length != (long) rows * width) {
      throw Check.invalid(
          "the length of S A", sketchedMatrix.length, "s k = " + (long) rows * width);
    }
    prepare(rows);
    System.arraycopy(sketchedMatrix, 0, r, 0, sketchedMatrix.length);
    System.arraycopy(sketchedRightSide, 0, z, 0, rows);
    return factor(system, rows);
  }

  /** x ← R⁻¹ z₀ and its residual: the sketched problem's own solution. N k multiply-adds. */
  public void start(TallSystem system) {
    System.arraycopy(z, 0, system.solution(), 0, width);
    solve(system.solution());
    system.count(triangle());
    system.updateResidual();
  }

  /** z₀ = Qᵀ S b. */
  public double[] sketchedSolution() {
    return Arrays.copyOf(z, width);
  }

  /** R, row-major [k, k], zeros below the diagonal, which is not negative. */
  public double[] factor() {
    double[] copy = Arrays.copyOf(r, width * width);
    for (int i = 0; i < width; i++) {
      Arrays.fill(copy, i * width, i * width + i, 0);
    }
    return copy;
  }

  /** v ← R⁻¹ v. */
  void solve(double[] v) {
    int k = width;
    for (int i = k - 1; i >= 0; i--) {
      double sum = v[i];
      for (int j = i + 1; j < k; j++) {
        sum -= r[i * k + j] * v[j];
      }
      v[i] = sum / r[i * k + i];
    }
  }

  /** v ← R⁻ᵀ v. */
  void solveTransposed(double[] v) {
    int k = width;
    for (int i = 0; i < k; i++) {
      v[i] /= r[i * k + i];
      double vi = v[i];
      for (int j = i + 1; j < k; j++) {
        v[j] -= r[i * k + j] * vi;
      }
    }
  }

  /** Multiply-adds of one triangular solve, counted as a full square: k². */
  long triangle() {
    return (long) width * width;
  }

  private void prepare(int rows) {
    if (rows < width) {
      throw Check.invalid("the number of sketch rows", rows, "at least the width " + width);
    }
    if (z.length < rows) {
      r = new double[Math.multiplyExact(rows, width)];
      z = new double[rows];
    } else {
      Arrays.fill(r, 0, rows * width, 0);
      Arrays.fill(z, 0, rows, 0);
    }
  }

  private boolean factor(TallSystem system, int rows) {
    Householder.factor(r, rows, width, z, scratch);
    long k = width;
    system.count(rows * k * k - k * k * k / 3);
    return hasFullRank(r, width);
  }

  /** Whether no diagonal entry of R is negligible beside the largest. */
  static boolean hasFullRank(double[] r, int k) {
    double smallest = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (int c = 0; c < k; c++) {
      smallest = Math.min(smallest, r[c * k + c]);
      largest = Math.max(largest, r[c * k + c]);
    }
    return smallest > SINGULAR * largest;
  }
}
