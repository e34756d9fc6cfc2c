package org.gradus.smooth.coordinate;

import java.util.stream.IntStream;

/**
 * {@link UpdateRule#TWO_METRIC}; without bounds nothing is active, and it is Newton's method with
 * backtracking.
 */
final class TwoMetricProjection {
  private static final double NEAR = 1e-4;
  private static final double ARMIJO = 1e-10;
  private static final int HALVINGS = 60;

  /**
   * Rounding of f in units of its last place: near the minimum differences of f are nothing else.
   */
  private static final double ROUNDING = 8;

  /** Writes the curvature of a block at the state. */
  @FunctionalInterface
  interface Curvature {
    void write(BlockState state, int[] block, double[] matrix);
  }

  private final BlockRun run;
  private final Curvature curvature;

  TwoMetricProjection(BlockRun run, Curvature curvature) {
    this.run = run;
    this.curvature = curvature;
  }

  double[] step(int[] block) {
    double[] g = UpdateRule.gradient(run, block);
    double[] d = direction(block, g);
    double slope = 0;
    for (int p = 0; p < d.length; p++) {
      slope += g[p] * d[p];
    }
    double value = run.state().value();
    double limit = value + ROUNDING * Math.ulp(value);
    double alpha = 1;
    for (int halving = 0; halving <= HALVINGS; halving++) {
      double[] step = UpdateRule.project(run, block, d, alpha);
      if (run.state().valueAfter(block, step) <= limit + ARMIJO * alpha * slope) {
        return step;
      }
      alpha /= 2;
    }
    return new double[block.length];
  }

  private double[] direction(int[] block, double[] g) {
    boolean[] active = new boolean[block.length];
    double activeBound = 0;
    for (int p = 0; p < block.length; p++) {
      active[p] = active(block[p], g[p]);
      activeBound += active[p] ? run.function().coordinateBound(block[p]) : 0;
    }
    double[] d = new double[block.length];
    for (int p = 0; p < block.length; p++) {
      d[p] = active[p] ? -g[p] / activeBound : 0;
    }
    int[] working = IntStream.range(0, block.length).filter(p -> !active[p]).toArray();
    if (working.length > 0) {
      newton(block, g, working, d);
    }
    return d;
  }

  private boolean active(int i, double g) {
    double x = run.state().x()[i];
    Box box = run.problem().box();
    return (g > 0 && x < box.lower(i) + NEAR) || (g < 0 && x > box.upper(i) - NEAR);
  }

  private void newton(int[] block, double[] g, int[] working, double[] d) {
    double[] matrix = new double[block.length * block.length];
    curvature.write(run.state(), block, matrix);
    int count = working.length;
    double[] part = new double[count * count];
    double[] right = new double[count];
    for (int p = 0; p < count; p++) {
      right[p] = -g[working[p]];
      for (int q = 0; q < count; q++) {
        part[p * count + q] = matrix[working[p] * block.length + working[q]];
      }
    }
    double[] solved = new PsdSystem(part, count).solve(right);
    for (int p = 0; p < count; p++) {
      d[working[p]] = solved[p];
    }
  }
}
