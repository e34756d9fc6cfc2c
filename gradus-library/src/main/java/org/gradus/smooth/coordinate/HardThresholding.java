package org.gradus.smooth.coordinate;

import java.util.Arrays;
import java.util.stream.IntStream;

/** {@link VariableRule#GSQ_THRESHOLDING}. Cost of a choice: eleven products with H. */
final class HardThresholding {
  private static final int STEPS = 10;
  private static final double CHANGE = 1e-10;

  private final BlockRun run;
  private final int size;
  private final GradientScores seen;
  private final double[] rowSums;
  private final double stepLength;

  HardThresholding(BlockRun run, int size) {
    this.run = run;
    this.size = size;
    seen = new GradientScores(run);
    rowSums = run.function().boundRowSums();
    stepLength = 1 / LargestEigenvalue.of(run.function());
  }

  int[] next() {
    double[] g = seen.gradient();
    double[] d = start(g);
    int[] first = support(d);
    for (int step = 0; step < STEPS; step++) {
      double[] next = step(g, d);
      double change = distance(next, d);
      d = next;
      if (change < CHANGE) {
        break;
      }
    }
    int[] support = support(d);
    return support.length > 0 ? support : first.length > 0 ? first : cheapest();
  }

  /** −g/D on the block of the largest g²/D, else 0. */
  private double[] start(double[] g) {
    double[] scores = new double[g.length];
    for (int i : run.coordinates()) {
      scores[i] = g[i] * g[i] / rowSums[i];
    }
    double[] d = new double[g.length];
    for (int i : TopIndices.of(run.coordinates(), scores, size)) {
      d[i] = -g[i] / rowSums[i];
    }
    return d;
  }

  private double[] step(double[] g, double[] d) {
    double[] moved = new double[d.length];
    run.function().boundProduct(d, moved);
    double[] magnitudes = new double[d.length];
    for (int i : run.coordinates()) {
      moved[i] = d[i] - stepLength * (g[i] + moved[i]);
      magnitudes[i] = Math.abs(moved[i]);
    }
    double[] next = new double[d.length];
    for (int i : TopIndices.of(run.coordinates(), magnitudes, size)) {
      next[i] = moved[i];
    }
    return next;
  }

  /** Where the gradient is zero all blocks are alike: the first. */
  private int[] cheapest() {
    return Arrays.copyOf(run.coordinates(), size);
  }

  private static int[] support(double[] d) {
    return IntStream.range(0, d.length).filter(i -> d[i] != 0).toArray();
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }
}
