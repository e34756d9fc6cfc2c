package org.gradus.smooth.coordinate;

import java.util.Arrays;

/** {@link UpdateRule#LEARNED}. */
final class LearnedConstants {
  private final BlockRun run;
  private final double[] learned;

  LearnedConstants(BlockRun run) {
    this.run = run;
    learned = new double[run.function().dimension()];
    Arrays.fill(learned, 1);
  }

  double[] step(int[] block) {
    double[] g = UpdateRule.gradient(run, block);
    double squared = 0;
    double constant = 0;
    for (int p = 0; p < block.length; p++) {
      squared += g[p] * g[p];
      constant = Math.max(constant, learned[block[p]]);
    }
    double value = run.state().value();
    double[] d = UpdateRule.scaled(g.clone(), -1 / constant);
    while (constant < run.bounds().lipschitz(block)
        && !(run.state().valueAfter(block, d) <= value - squared / (2 * constant))) {
      constant *= 2;
      d = UpdateRule.scaled(g.clone(), -1 / constant);
    }
    for (int i : block) {
      learned[i] = constant;
    }
    return d;
  }
}
