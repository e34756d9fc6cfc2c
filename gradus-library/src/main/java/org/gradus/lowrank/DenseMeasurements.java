package org.gradus.lowrank;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Tensors;

/**
 * Measurements by arbitrary matrices, such as Gaussian ones.
 *
 * <p>Kept as the lower triangles of their symmetric parts, m d (d + 1)/2 numbers; measuring and the
 * adjoint read them once each.
 */
public final class DenseMeasurements implements Measurements {
  private final int count;
  private final int dimension;
  private final int triangle;

  /** A row for each measurement: Aₐᵦ + Aᵦₐ for a > b and Aₐₐ, row by row of the lower triangle. */
  private final double[] packed;

  private DenseMeasurements(int count, int dimension, double[] packed) {
    this.count = count;
    this.dimension = dimension;
    this.triangle = dimension * (dimension + 1) / 2;
    this.packed = packed;
  }

  /**
   * From m matrices.
   *
   * @param matrices [m, d, d], finite
   */
  public static DenseMeasurements of(Tensor matrices) {
    boolean cube =
        matrices.defined() && matrices.dim() == 3 && matrices.size(1) == matrices.size(2);
    if (!cube || matrices.numel() == 0) {
      throw Check.invalid(
          "matrices",
          matrices.defined() ? Tensors.describe(matrices) : "undefined",
          "of shape [m, d, d] with entries");
    }
    return of(Tensors.doubles(matrices), Math.toIntExact(matrices.size(1)));
  }

  /**
   * From m matrices one after the other, each row-major.
   *
   * @param matrices m d² numbers
   * @param dimension d
   */
  public static DenseMeasurements of(double[] matrices, int dimension) {
    Check.atLeast("dimension", dimension, 1);
    int square = Math.multiplyExact(dimension, dimension);
    if (matrices.length == 0 || matrices.length % square != 0) {
      throw Check.invalid(
          "the number of matrix entries", matrices.length, "a multiple of d^2 = " + square);
    }
    int count = matrices.length / square;
    double[] packed = new double[Math.multiplyExact(count, dimension * (dimension + 1) / 2)];
    int at = 0;
    for (int i = 0; i < count; i++) {
      int from = i * square;
      for (int a = 0; a < dimension; a++) {
        for (int b = 0; b <= a; b++) {
          double below = matrices[from + a * dimension + b];
          double above = matrices[from + b * dimension + a];
          packed[at] = Check.finite("an entry of matrix " + i, a == b ? below : below + above);
          at++;
        }
      }
    }
    return new DenseMeasurements(count, dimension, packed);
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public void apply(double[] x, double[] out) {
    double[] lower = new double[triangle];
    for (int a = 0, at = 0; a < dimension; a++, at += a) {
      System.arraycopy(x, a * dimension, lower, at, a + 1);
    }
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      multiplyFour(i, lower, out);
    }
    for (; i < count; i++) {
      double sum = 0;
      for (int e = 0; e < triangle; e++) {
        sum += packed[i * triangle + e] * lower[e];
      }
      out[i] = sum;
    }
  }

  /** Four sums at once, so that additions need not wait for each other. */
  private void multiplyFour(int i, double[] lower, double[] out) {
    int o0 = i * triangle;
    int o1 = o0 + triangle;
    int o2 = o1 + triangle;
    int o3 = o2 + triangle;
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    for (int e = 0; e < triangle; e++) {
      double value = lower[e];
      s0 += packed[o0 + e] * value;
      s1 += packed[o1 + e] * value;
      s2 += packed[o2 + e] * value;
      s3 += packed[o3 + e] * value;
    }
    out[i] = s0;
    out[i + 1] = s1;
    out[i + 2] = s2;
    out[i + 3] = s3;
  }

  @Override
  public void adjoint(double[] weights, double[] out) {
    double[] sum = new double[triangle];
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      addFour(i, weights, sum);
    }
    for (; i < count; i++) {
      for (int e = 0; e < triangle; e++) {
        sum[e] += weights[i] * packed[i * triangle + e];
      }
    }
    Arrays.fill(out, 0, dimension * dimension, 0);
    for (int a = 0, at = 0; a < dimension; a++) {
      for (int b = 0; b <= a; b++, at++) {
        double half = a == b ? sum[at] : sum[at] / 2;
        out[a * dimension + b] = half;
        out[b * dimension + a] = half;
      }
    }
  }

  private void addFour(int i, double[] weights, double[] sum) {
    int o0 = i * triangle;
    int o1 = o0 + triangle;
    int o2 = o1 + triangle;
    int o3 = o2 + triangle;
    double w0 = weights[i];
    double w1 = weights[i + 1];
    double w2 = weights[i + 2];
    double w3 = weights[i + 3];
    for (int e = 0; e < triangle; e++) {
      sum[e] +=
          w0 * packed[o0 + e] + w1 * packed[o1 + e] + w2 * packed[o2 + e] + w3 * packed[o3 + e];
    }
  }
}
