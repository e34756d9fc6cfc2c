package org.gradus.convexnet;

import java.util.Arrays;

/**
 * Euclidean projection onto the cone of a gate, K = {u : σₖ xₖ u ≥ 0 for all k}.
 *
 * <p>Proj(p) = p + Σ λₖ σₖ xₖ with the λ ≥ 0 that makes it shortest: non-negative least squares by
 * Lawson and Hanson's active sets, with the Cholesky factor of the chosen rows' Gram matrix. Any λ
 * ≥ 0 bounds ‖Proj(p)‖ from above, so norms from here are valid in bounds even where rounding ends
 * the search early. At most d rows are chosen at once; each change costs O(n d + d³).
 */
final class ConeProjection {
  /** Violations below this share of ‖xₖ‖ ‖p‖ are rounding. */
  private static final double TOLERANCE = 1e-13;

  /** A row whose part orthogonal to the chosen ones is below this share of it is dependent. */
  private static final double DEPENDENT = 1e-10;

  private final double[] inputs;
  private final int width;
  private final double[] rowNorms;
  private final double[] signs;
  private final double[] factor;
  private final int[] chosen;
  private final double[] lambda;
  private final boolean[] blocked;
  private int count;

  /** For data X, [n, d] row-major. */
  ConeProjection(double[] inputs, int width) {
    this.inputs = inputs;
    this.width = width;
    rowNorms = ReluNetwork.norms(inputs, width);
    signs = new double[rowNorms.length];
    blocked = new boolean[rowNorms.length];
    int most = Math.min(width, rowNorms.length);
    factor = new double[most * most];
    chosen = new int[most];
    lambda = new double[most];
  }

  /** The projection of p onto the cone of a gate. */
  double[] project(Gates gates, int gate, double[] p) {
    for (int k = 0; k < signs.length; k++) {
      signs[k] = gates.active(gate, k) ? 1 : -1;
    }
    Arrays.fill(blocked, false);
    count = 0;
    double size = norm(p);
    double[] residual = p.clone();
    for (int change = 0; change < 3 * signs.length + 10 && count < chosen.length; change++) {
      int worst = mostViolated(residual, size);
      if (worst < 0) {
        break;
      }
      if (!append(worst)) {
        blocked[worst] = true;
        continue;
      }
      boolean kept = solve(p);
      residual = combined(p);
      if (kept) {
        Arrays.fill(blocked, false);
      } else {
        blocked[worst] = true;
      }
    }
    return residual;
  }

  private int mostViolated(double[] residual, double size) {
    int worst = -1;
    double most = TOLERANCE * size;
    for (int k = 0; k < signs.length; k++) {
      if (blocked[k] || rowNorms[k] == 0) {
        continue;
      }
      double violation = -signs[k] * dot(k, residual) / rowNorms[k];
      if (violation > most) {
        most = violation;
        worst = k;
      }
    }
    return worst;
  }

  /** Adds a row to the factor; false if it depends on the rows there. */
  private boolean append(int row) {
    int stride = chosen.length;
    double pivot = rowNorms[row] * rowNorms[row];
    for (int i = 0; i < count; i++) {
      double sum = signs[row] * signs[chosen[i]] * dot(row, chosen[i]);
      for (int j = 0; j < i; j++) {
        sum -= factor[count * stride + j] * factor[i * stride + j];
      }
      double entry = sum / factor[i * stride + i];
      factor[count * stride + i] = entry;
      pivot -= entry * entry;
    }
    if (pivot <= DEPENDENT * DEPENDENT * rowNorms[row] * rowNorms[row]) {
      return false;
    }
    factor[count * stride + count] = Math.sqrt(pivot);
    chosen[count] = row;
    lambda[count] = 0;
    count++;
    return true;
  }

  /** Lawson and Hanson's inner loop; false if the newest row did not stay. */
  private boolean solve(double[] p) {
    int newest = chosen[count - 1];
    while (count > 0) {
      double[] free = freeMultipliers(p);
      double step = 1;
      for (int i = 0; i < count; i++) {
        if (free[i] <= 0) {
          step = Math.min(step, lambda[i] / (lambda[i] - free[i]));
        }
      }
      if (!(step < 1)) {
        System.arraycopy(free, 0, lambda, 0, count);
        break;
      }
      shrink(free, step);
    }
    return count > 0 && chosen[count - 1] == newest;
  }

  private double[] freeMultipliers(double[] p) {
    int stride = chosen.length;
    double[] x = new double[count];
    for (int i = 0; i < count; i++) {
      double sum = -signs[chosen[i]] * dot(chosen[i], p);
      for (int j = 0; j < i; j++) {
        sum -= factor[i * stride + j] * x[j];
      }
      x[i] = sum / factor[i * stride + i];
    }
    for (int i = count - 1; i >= 0; i--) {
      double sum = x[i];
      for (int j = i + 1; j < count; j++) {
        sum -= factor[j * stride + i] * x[j];
      }
      x[i] = sum / factor[i * stride + i];
    }
    return x;
  }

  /** Moves towards the free solution and drops the rows whose multiplier reaches 0. */
  private void shrink(double[] free, double step) {
    int[] rows = Arrays.copyOf(chosen, count);
    double[] moved = new double[count];
    for (int i = 0; i < rows.length; i++) {
      double value = lambda[i] + step * (free[i] - lambda[i]);
      boolean limiting = free[i] <= 0 && lambda[i] / (lambda[i] - free[i]) <= step;
      moved[i] = limiting ? 0 : Math.max(0, value);
    }
    count = 0;
    for (int i = 0; i < rows.length; i++) {
      if (moved[i] > 0 && append(rows[i])) {
        lambda[count - 1] = moved[i];
      }
    }
  }

  private double[] combined(double[] p) {
    double[] sum = p.clone();
    for (int i = 0; i < count; i++) {
      double scale = lambda[i] * signs[chosen[i]];
      for (int j = 0; j < width; j++) {
        sum[j] += scale * inputs[chosen[i] * width + j];
      }
    }
    return sum;
  }

  private double dot(int row, double[] u) {
    double sum = 0;
    for (int j = 0; j < width; j++) {
      sum += inputs[row * width + j] * u[j];
    }
    return sum;
  }

  private double dot(int row, int other) {
    double sum = 0;
    for (int j = 0; j < width; j++) {
      sum += inputs[row * width + j] * inputs[other * width + j];
    }
    return sum;
  }

  static double norm(double[] u) {
    double sum = 0;
    for (double entry : u) {
      sum += entry * entry;
    }
    return Math.sqrt(sum);
  }
}
