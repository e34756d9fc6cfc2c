package org.gradus.smooth.coordinate;

import org.gradus.core.Check;

/** {@link VariableRule#GSQ_EXACT}: all blocks of τ coordinates, the first of the best. */
final class ExhaustiveSearch {
  private static final double MOST = 1e6;

  private final BlockRun run;
  private final int size;
  private final GradientScores seen;

  ExhaustiveSearch(BlockRun run, int size) {
    this.run = run;
    this.size = size;
    seen = new GradientScores(run);
    double count = 1;
    int n = run.coordinates().length;
    for (int k = 0; k < size; k++) {
      count *= (double) (n - k) / (k + 1);
    }
    if (count > MOST) {
      throw Check.invalid(
          "the number of blocks of " + size + " of " + n + " coordinates",
          Math.round(count),
          "at most 10^6 to try them all");
    }
  }

  int[] next() {
    double[] g = seen.gradient();
    int n = run.coordinates().length;
    int[] choice = new int[size];
    for (int p = 0; p < size; p++) {
      choice[p] = p;
    }
    int[] best = null;
    double highest = -1;
    while (true) {
      int[] block = new int[size];
      for (int p = 0; p < size; p++) {
        block[p] = run.coordinates()[choice[p]];
      }
      double score = score(block, g);
      if (score > highest) {
        highest = score;
        best = block;
      }
      int p = size - 1;
      while (p >= 0 && choice[p] == n - size + p) {
        p--;
      }
      if (p < 0) {
        return best;
      }
      choice[p]++;
      for (int q = p + 1; q < size; q++) {
        choice[q] = choice[q - 1] + 1;
      }
    }
  }

  private double score(int[] block, double[] gradient) {
    double[] g = new double[size];
    for (int p = 0; p < size; p++) {
      g[p] = gradient[block[p]];
    }
    double[] step = run.bounds().solve(block, g);
    double score = 0;
    for (int p = 0; p < size; p++) {
      score += g[p] * step[p];
    }
    return score;
  }
}
