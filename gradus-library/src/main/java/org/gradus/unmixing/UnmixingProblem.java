package org.gradus.unmixing;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * Spectral unmixing: an image of L channels and N pixels as few pure spectra in varying shares.
 *
 * <pre>
 * Y ≈ M A,   M [L, K] ≥ 0 endmembers,   A [K, N] ≥ 0 abundances, columns summing to 1
 * </pre>
 *
 * @param image Y, [L, N], finite and not negative: a row for each channel; best scaled to a largest
 *     value of 1. Held as contiguous float64 in main memory and not copied where it is that already
 * @param endmembers K, in [1, min(L, N)]
 * @param lines height of the pixel grid: pixel n is in line n / (N / lines); 1 where pixels have no
 *     places. Only spatial smoothing looks at it
 */
public record UnmixingProblem(Tensor image, int endmembers, int lines) {
  /**
   * Validates.
   *
   * @throws IllegalArgumentException naming what is wrong, with channel and pixel of a bad entry
   */
  public UnmixingProblem {
    image = dense(image);
    long limit = Math.min(image.size(0), image.size(1));
    if (endmembers < 1 || endmembers > limit) {
      throw Check.invalid("endmembers", endmembers, "in [1, " + limit + "], min(channels, pixels)");
    }
    if (lines < 1 || image.size(1) % lines != 0) {
      throw Check.invalid("lines", lines, "a divisor of the " + image.size(1) + " pixels");
    }
  }

  /** A problem whose pixels have no places. */
  public UnmixingProblem(Tensor image, int endmembers) {
    this(image, endmembers, 1);
  }

  /** A problem from the rows of Y, one a channel. */
  public static UnmixingProblem of(double[][] channels, int endmembers) {
    int pixels = channels.length == 0 ? 0 : channels[0].length;
    double[] flat = new double[Math.multiplyExact(channels.length, pixels)];
    for (int l = 0; l < channels.length; l++) {
      if (channels[l].length != pixels) {
        throw Check.invalid(
            "the length of channel " + l, channels[l].length, pixels + " as of channel 0");
      }
      System.arraycopy(channels[l], 0, flat, l * pixels, pixels);
    }
    return new UnmixingProblem(Tensors.matrix(flat, channels.length, pixels), endmembers);
  }

  /** L. */
  public int channels() {
    return Math.toIntExact(image.size(0));
  }

  /** N. */
  public int pixels() {
    return Math.toIntExact(image.size(1));
  }

  private static Tensor dense(Tensor image) {
    if (!image.defined() || image.dim() != 2 || image.numel() == 0) {
      throw Check.invalid(
          "image",
          image.defined() ? Tensors.describe(image) : "undefined",
          "a matrix of channels and pixels");
    }
    boolean ready =
        Tensors.type(image) == ScalarType.Double
            && image.device().is_cpu()
            && image.is_contiguous()
            && !image.requires_grad();
    Tensor dense =
        ready ? image : Tensors.keep(image.detach().cpu().to(ScalarType.Double).contiguous());
    requireNonNegative(dense);
    return dense;
  }

  private static void requireNonNegative(Tensor image) {
    try (PointerScope scope = new PointerScope()) {
      // A NaN fails every comparison.
      if (image.ge(Scalars.of(0.0)).all().item_bool() && Tensors.allFinite(image)) {
        return;
      }
    }
    double[] values = Tensors.doubles(image);
    int pixels = Math.toIntExact(image.size(1));
    for (int e = 0; e < values.length; e++) {
      Check.nonNegative("image[" + e / pixels + ", " + e % pixels + "]", values[e]);
    }
  }
}
