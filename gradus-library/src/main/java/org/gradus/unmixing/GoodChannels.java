package org.gradus.unmixing;

import java.util.stream.IntStream;
import org.gradus.core.Tensors;

/**
 * Channels that resemble a neighbour: kept where the correlation over pixels with the channel
 * before or after exceeds ½. Dead and noisy channels do not; a constant channel correlates with
 * none.
 */
public final class GoodChannels {
  private static final double LEAST_CORRELATION = 0.5;

  private GoodChannels() {}

  /** Their indices, ascending. */
  public static int[] of(UnmixingProblem problem) {
    double[] y = Tensors.doubles(problem.image());
    int pixels = problem.pixels();
    int channels = problem.channels();
    boolean[] kept = new boolean[channels];
    for (int l = 1; l < channels; l++) {
      if (correlation(y, l - 1, l, pixels) > LEAST_CORRELATION) {
        kept[l - 1] = true;
        kept[l] = true;
      }
    }
    return IntStream.range(0, channels).filter(l -> kept[l]).toArray();
  }

  private static double correlation(double[] y, int a, int b, int pixels) {
    double meanA = mean(y, a, pixels);
    double meanB = mean(y, b, pixels);
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int n = 0; n < pixels; n++) {
      double da = y[a * pixels + n] - meanA;
      double db = y[b * pixels + n] - meanB;
      ab += da * db;
      aa += da * da;
      bb += db * db;
    }
    return aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
  }

  private static double mean(double[] y, int channel, int pixels) {
    double sum = 0;
    for (int n = 0; n < pixels; n++) {
      sum += y[channel * pixels + n];
    }
    return sum / pixels;
  }
}
