package org.gradus.lab.recipes.rrlbs;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.PortableRandom;
import org.gradus.core.Seeds;
import org.gradus.core.Tensors;
import org.gradus.unmixing.SparsityIndex;
import org.gradus.unmixing.UnmixingProblem;
import org.gradus.unmixing.UnmixingScore;
import org.gradus.unmixing.UnmixingSolution;

/**
 * A scene with known answers.
 *
 * @param problem the image, its largest good value near 1
 * @param spectra true endmembers, [100, 4]
 * @param shares true abundances, [4, N]
 * @param broken which channels were replaced
 */
record SyntheticScene(UnmixingProblem problem, Tensor spectra, Tensor shares, boolean[] broken) {
  private static final int CHANNELS = 100;
  private static final int MATERIALS = 4;
  private static final int BUMPS = 4;
  private static final double BLUR = 5;
  private static final double PURE = 8;
  private static final double MIXED = 1.5;
  private static final double NOISE_POWER = 1e-3;
  private static final double LEAST = 1e-6;
  private static final double DEAD = 0.3;

  /**
   * Draws a scene.
   *
   * @param size width and height in pixels
   * @param share of the channels to break
   */
  static SyntheticScene of(int size, double share, long seed) {
    Tensor spectra = Tensors.matrix(spectra(seed), CHANNELS, MATERIALS);
    Tensor shares = Tensors.matrix(shares(size, seed), MATERIALS, (long) size * size);
    double[] image = Tensors.doubles(spectra.mm(shares));
    addNoise(image, seed);
    boolean[] broken = breakChannels(image, size * size, share, seed);
    Tensor y = Tensors.matrix(image, CHANNELS, (long) size * size);
    return new SyntheticScene(new UnmixingProblem(y, MATERIALS, size), spectra, shares, broken);
  }

  /** Scores on the good channels. */
  UnmixingScore score(UnmixingSolution solution) {
    int[] good = IntStream.range(0, CHANNELS).filter(l -> !broken[l]).toArray();
    return UnmixingScore.of(solution.endmembers(), solution.abundances(), spectra, shares, good);
  }

  /** Hoyer's index of the true abundances. */
  double[] purity() {
    return SparsityIndex.HOYER.ofPixels(Tensors.doubles(shares), problem.pixels());
  }

  /** Whether a channel is all zero. */
  boolean dead(int channel) {
    return broken[channel] && problem.image().select(0, channel).max().item_double() == 0;
  }

  /** 0.15 and four Gaussian bumps each, scaled to a largest value of 1. */
  private static double[] spectra(long seed) {
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "spectra", 0));
    double[] spectra = new double[CHANNELS * MATERIALS];
    for (int k = 0; k < MATERIALS; k++) {
      double[] spectrum = new double[CHANNELS];
      Arrays.fill(spectrum, 0.15);
      for (int bump = 0; bump < BUMPS; bump++) {
        double height = random.nextDouble(0.2, 0.7);
        double centre = random.nextDouble();
        double width = random.nextDouble(0.05, 0.25);
        for (int l = 0; l < CHANNELS; l++) {
          double z = (l / (CHANNELS - 1.0) - centre) / width;
          spectrum[l] += height * Math.exp(-z * z / 2);
        }
      }
      double largest = Arrays.stream(spectrum).max().orElseThrow();
      for (int l = 0; l < CHANNELS; l++) {
        spectra[l * MATERIALS + k] = spectrum[l] / largest;
      }
    }
    return spectra;
  }

  /** Softmax over smooth random fields, sharp on the left half and flat on the right. */
  private static double[] shares(int size, long seed) {
    int pixels = size * size;
    double[] shares = new double[MATERIALS * pixels];
    for (int k = 0; k < MATERIALS; k++) {
      double[] noise = PortableRandom.normal(Seeds.derive(seed, "field", k), pixels);
      double[] field = standardised(blurred(transposed(blurred(noise, size), size), size));
      System.arraycopy(field, 0, shares, k * pixels, pixels);
    }
    for (int n = 0; n < pixels; n++) {
      double t = n % size < size / 2 ? PURE : MIXED;
      double sum = 0;
      for (int e = n; e < shares.length; e += pixels) {
        shares[e] = Math.exp(t * shares[e]);
        sum += shares[e];
      }
      for (int e = n; e < shares.length; e += pixels) {
        shares[e] /= sum;
      }
    }
    return shares;
  }

  /** Every line blurred by a Gaussian of 5 pixels, renormalised at the ends. */
  private static double[] blurred(double[] field, int size) {
    double[] result = new double[field.length];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double sum = 0;
        double weights = 0;
        for (int q = 0; q < size; q++) {
          double weight = Math.exp(-Math.pow((q - j) / BLUR, 2) / 2);
          sum += weight * field[i * size + q];
          weights += weight;
        }
        result[i * size + j] = sum / weights;
      }
    }
    return result;
  }

  private static double[] transposed(double[] field, int size) {
    double[] result = new double[field.length];
    for (int e = 0; e < field.length; e++) {
      result[(e % size) * size + e / size] = field[e];
    }
    return result;
  }

  private static double[] standardised(double[] field) {
    double mean = Arrays.stream(field).average().orElseThrow();
    double variance =
        Arrays.stream(field).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    return Arrays.stream(field).map(v -> (v - mean) / Math.sqrt(variance)).toArray();
  }

  /** White noise at 30 dB. */
  private static void addNoise(double[] image, long seed) {
    double power = Arrays.stream(image).map(v -> v * v).average().orElseThrow();
    double deviation = Math.sqrt(NOISE_POWER * power);
    double[] noise = PortableRandom.normal(Seeds.derive(seed, "noise", 0), image.length);
    for (int e = 0; e < image.length; e++) {
      image[e] = Math.max(LEAST, image[e] + deviation * noise[e]);
    }
  }

  /** Three in ten of the chosen channels die; the others become an offset with noise. */
  private static boolean[] breakChannels(double[] image, int pixels, double share, long seed) {
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "broken", 0));
    boolean[] broken = new boolean[CHANNELS];
    int count = (int) Math.round(share * CHANNELS);
    int dead = (int) Math.round(DEAD * count);
    for (int done = 0; done < count; ) {
      int l = random.nextInt(CHANNELS);
      if (broken[l]) {
        continue;
      }
      broken[l] = true;
      double offset = random.nextDouble();
      double[] noise = PortableRandom.normal(Seeds.derive(seed, "broken channel", l), pixels);
      for (int n = 0; n < pixels; n++) {
        image[l * pixels + n] = done < dead ? 0 : offset + 0.8 * Math.abs(noise[n]);
      }
      done++;
    }
    return broken;
  }
}
