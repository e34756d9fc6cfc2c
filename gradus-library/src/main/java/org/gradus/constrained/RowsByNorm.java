package org.gradus.constrained;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Rows in proportion to their squared norms, which change with every outer step. */
final class RowsByNorm implements SketchSequence {
  private final Sketch.Row[] rows;
  private final SplittableRandom random;
  private final double[] cumulative;

  RowsByNorm(Sketch.Row[] rows, SplittableRandom random) {
    this.rows = rows;
    this.random = random;
    cumulative = new double[rows.length];
  }

  @Override
  public void begin(double[] squaredRowNorms) {
    double sum = 0;
    for (int i = 0; i < cumulative.length; i++) {
      sum += squaredRowNorms[i];
      cumulative[i] = sum;
    }
  }

  @Override
  public Sketch next() {
    double draw = random.nextDouble() * cumulative[cumulative.length - 1];
    int at = Arrays.binarySearch(cumulative, draw);
    int index = at >= 0 ? at + 1 : -at - 1;
    return rows[Math.min(index, rows.length - 1)];
  }
}
