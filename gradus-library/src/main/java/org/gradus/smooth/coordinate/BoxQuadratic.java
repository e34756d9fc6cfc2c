package org.gradus.smooth.coordinate;

import java.util.stream.IntStream;

/**
 * min gᵀd + ½ dᵀHd over lower ≤ x + d ≤ upper, by the active-set method of Stark and Parker (BVLS)
 * on the normal equations: free the bound variable that gains most, solve for the free ones, stop
 * at the first bound on the way.
 */
final class BoxQuadratic {
  private static final double TOLERANCE = 1e-14;

  private final double[] h;
  private final double[] g;
  private final double[] lower;
  private final double[] upper;
  private final double[] d;
  private final boolean[] free;
  private final double threshold;

  private BoxQuadratic(BlockRun run, int[] block, double[] g) {
    h = run.bounds().matrix(block);
    this.g = g;
    int n = block.length;
    lower = new double[n];
    upper = new double[n];
    d = new double[n];
    free = new boolean[n];
    double largest = 0;
    for (int p = 0; p < n; p++) {
      double x = run.state().x()[block[p]];
      lower[p] = run.problem().box().lower(block[p]) - x;
      upper[p] = run.problem().box().upper(block[p]) - x;
      free[p] = lower[p] < 0 && upper[p] > 0;
      largest = Math.max(largest, Math.abs(g[p]));
    }
    threshold = TOLERANCE * largest;
  }

  /** The step of a block with gradient g. */
  static double[] solve(BlockRun run, int[] block, double[] g) {
    BoxQuadratic problem = new BoxQuadratic(run, block, g);
    int limit = 20 * (block.length + 5);
    problem.moveFree();
    for (int k = 0; k < limit && problem.release(); k++) {
      problem.moveFree();
    }
    return problem.d;
  }

  /** Frees the variable at a bound whose slope gains most; false where none gains. */
  private boolean release() {
    int best = -1;
    double most = threshold;
    for (int p = 0; p < d.length; p++) {
      if (free[p] || lower[p] == upper[p]) {
        continue;
      }
      double slope = slope(p);
      double gain = d[p] <= lower[p] ? -slope : slope;
      if (gain > most) {
        most = gain;
        best = p;
      }
    }
    if (best >= 0) {
      free[best] = true;
    }
    return best >= 0;
  }

  /** Minimises over the free variables, fixing those that meet a bound on the way. */
  private void moveFree() {
    while (true) {
      int[] f = IntStream.range(0, d.length).filter(p -> free[p]).toArray();
      if (f.length == 0) {
        return;
      }
      double[] step = freeStep(f);
      double length = 1;
      int blocking = -1;
      for (int p = 0; p < f.length; p++) {
        double room = step[p] > 0 ? upper[f[p]] - d[f[p]] : lower[f[p]] - d[f[p]];
        if (step[p] != 0 && room / step[p] < length) {
          length = Math.max(0, room / step[p]);
          blocking = p;
        }
      }
      for (int p = 0; p < f.length; p++) {
        d[f[p]] += length * step[p];
      }
      if (blocking < 0) {
        return;
      }
      int fixed = f[blocking];
      d[fixed] = step[blocking] > 0 ? upper[fixed] : lower[fixed];
      free[fixed] = false;
    }
  }

  private double[] freeStep(int[] f) {
    double[] matrix = new double[f.length * f.length];
    double[] right = new double[f.length];
    for (int p = 0; p < f.length; p++) {
      right[p] = -slope(f[p]);
      for (int q = 0; q < f.length; q++) {
        matrix[p * f.length + q] = h[f[p] * d.length + f[q]];
      }
    }
    return new PsdSystem(matrix, f.length).solve(right);
  }

  private double slope(int p) {
    double sum = g[p];
    for (int q = 0; q < d.length; q++) {
      sum += h[p * d.length + q] * d[q];
    }
    return sum;
  }
}
