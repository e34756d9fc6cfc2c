package org.gradus.lab.recipes.convexnet;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.gradus.convexnet.ReluLoss;
import org.gradus.convexnet.ReluProblem;
import org.gradus.core.Seeds;
import org.gradus.lab.data.ImageData;
import org.gradus.lab.data.NamedData;

/**
 * Two classes of the 8 × 8 digits with a column of ones, split at random.
 *
 * @param train for training
 * @param validation to choose settings
 * @param test for results
 */
record DigitPair(ReluProblem train, ReluProblem validation, ReluProblem test) {
  static final int PIXELS = 64;

  /** Pixels, 0 to 16, are divided by 16; targets are ±1. */
  static DigitPair of(int first, int second, int samples, ReluLoss loss, double decay, long seed) {
    ImageData digits = (ImageData) NamedData.standard().open("digits");
    int[] classes = digits.targets().indices();
    int[] rows =
        IntStream.range(0, classes.length)
            .filter(r -> classes[r] == first || classes[r] == second)
            .toArray();
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "digit pair", first));
    for (int i = rows.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = rows[i];
      rows[i] = rows[j];
      rows[j] = row;
    }
    int rest = (rows.length - samples) / 2;
    return new DigitPair(
        part(digits, rows, 0, samples, first, loss, decay),
        part(digits, rows, samples, samples + rest, first, loss, decay),
        part(digits, rows, samples + rest, rows.length, first, loss, decay));
  }

  private static ReluProblem part(
      ImageData digits, int[] rows, int from, int to, int first, ReluLoss loss, double decay) {
    double[] x = new double[(to - from) * PIXELS];
    double[] y = new double[to - from];
    for (int k = 0; k < y.length; k++) {
      int row = rows[from + k];
      y[k] = digits.targets().indices()[row] == first ? 1 : -1;
      for (int j = 0; j < PIXELS; j++) {
        x[k * PIXELS + j] = (digits.pixels()[row * PIXELS + j] & 0xff) / 16.0;
      }
    }
    return new ReluProblem(x, PIXELS, y, loss, decay).withBias();
  }
}
