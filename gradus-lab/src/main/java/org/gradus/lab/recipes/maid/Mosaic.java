package org.gradus.lab.recipes.maid;

import org.gradus.bilevel.BilevelProblem;
import org.gradus.bilevel.TotalVariation;
import org.gradus.core.PortableRandom;
import org.gradus.lab.data.ImageData;
import org.gradus.lab.data.NamedData;

/**
 * Enlarged digits side by side, brightness in [0, 1], without and with noise of standard deviation
 * 0.1.
 *
 * @param side pixels of a side
 * @param clean row by row
 * @param noisy row by row
 */
@SuppressWarnings("ArrayRecordComponent") // made once, compared by nobody
record Mosaic(int side, double[] clean, double[] noisy) {
  private static final int ENLARGED = 3;
  private static final int DIGIT = 8;
  private static final double BRIGHTEST = 16;
  private static final double NOISE = 0.1;

  /**
   * A mosaic.
   *
   * @param perSide digits a side
   * @param first index of the first digit
   */
  static Mosaic of(int perSide, int first) {
    ImageData digits = (ImageData) NamedData.standard().open("digits");
    int cell = DIGIT * ENLARGED;
    int side = perSide * cell;
    double[] clean = new double[side * side];
    double[] noisy = PortableRandom.normal(first, side * side);
    for (int p = 0; p < clean.length; p++) {
      int row = p / side;
      int column = p % side;
      int digit = first + row / cell * perSide + column / cell;
      int pixel = row % cell / ENLARGED * DIGIT + column % cell / ENLARGED;
      clean[p] = (digits.pixels()[digit * DIGIT * DIGIT + pixel] & 0xff) / BRIGHTEST;
      noisy[p] = clean[p] + NOISE * noisy[p];
    }
    return new Mosaic(side, clean, noisy);
  }

  /** Total variation learned on it. */
  BilevelProblem totalVariation() {
    return TotalVariation.learning(noisy, clean, 1, side, side);
  }

  /** The peak signal-to-noise ratio of a picture in dB. */
  double psnr(double[] picture) {
    double sum = 0;
    for (int p = 0; p < clean.length; p++) {
      sum += Math.pow(picture[p] - clean[p], 2);
    }
    return 10 * Math.log10(clean.length / sum);
  }
}
