package org.gradus.lab.data;

import java.util.Arrays;
import org.gradus.core.Tensors;
import org.gradus.unmixing.UnmixingProblem;

/**
 * An image of many channels.
 *
 * @param values channel after channel, each line after line: value (l, i, j) at (l · lines + i) ·
 *     samples + j; not copied, nobody may change it
 * @param channels L
 * @param lines height in pixels; 1 where pixels have no places
 * @param samples width in pixels
 * @param wavelengths of the channels, in the file's unit; empty if it does not say
 */
public record SpectralImage(
    double[] values, int channels, int lines, int samples, double[] wavelengths) {
  /** Checks the lengths. */
  public SpectralImage {
    Parts.requireLength("values", values.length, (long) channels * lines * samples);
  }

  /** The largest value. */
  public double largest() {
    return Arrays.stream(values).max().orElseThrow();
  }

  /** The number of negative values, which unmixing refuses. */
  public long negatives() {
    return Arrays.stream(values).filter(value -> value < 0).count();
  }

  /** The same with negative values raised to 0 and then a largest value of 1. */
  public SpectralImage normalised() {
    double largest = largest();
    if (!(largest > 0)) {
      throw new DataException(
          "the image's largest value is " + largest + "; it must be > 0 to be scaled to 1");
    }
    double[] scaled = Arrays.stream(values).map(v -> Math.max(0, v) / largest).toArray();
    return new SpectralImage(scaled, channels, lines, samples, wavelengths);
  }

  /**
   * The problem of unmixing this image.
   *
   * @param endmembers K
   * @throws IllegalArgumentException if a value is negative or not finite, or K does not fit
   */
  public UnmixingProblem unmixing(int endmembers) {
    return new UnmixingProblem(
        Tensors.matrix(values, channels, (long) lines * samples), endmembers, lines);
  }
}
