package org.gradus.curvature;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Tensors;

/**
 * How large a direction's coordinates are, for telling a direction of a few huge coordinates from
 * an even one.
 *
 * @param norm ‖d‖₂
 * @param max largest |dᵢ|
 * @param mean mean |dᵢ|
 * @param histogram how many |dᵢ| fall into each of {@value #BINS} bins of log₁₀|dᵢ|, equally wide
 *     from {@value #LOWEST} to {@value #HIGHEST}; what lies outside, zeros included, is not counted
 */
public record DirectionSizes(double norm, double max, double mean, long[] histogram) {
  /** Bins of the histogram. */
  public static final int BINS = 30;

  /** Lower end of the histogram, in log₁₀. */
  public static final int LOWEST = -15;

  /** Upper end of the histogram, in log₁₀; it belongs to the last bin. */
  public static final int HIGHEST = 1;

  /** Copies the counts. */
  public DirectionSizes {
    histogram = histogram.clone();
  }

  /** The counts, a copy. */
  @Override
  public long[] histogram() {
    return histogram.clone();
  }

  /** The sizes of a direction's coordinates. */
  public static DirectionSizes of(Tensor direction) {
    try (PointerScope scope = new PointerScope()) {
      Tensor sizes = direction.detach().abs().cpu().to(ScalarType.Double).contiguous();
      double[] values = new double[Math.toIntExact(sizes.numel())];
      new DoublePointer(sizes.data_ptr()).get(values);
      long[] histogram = new long[BINS];
      for (double value : values) {
        double at = (Math.log10(value) - LOWEST) / (HIGHEST - LOWEST) * BINS;
        if (at >= 0 && at <= BINS) {
          histogram[Math.min(BINS - 1, (int) at)]++;
        }
      }
      return new DirectionSizes(
          Tensors.norm(sizes), sizes.max().item_double(), sizes.mean().item_double(), histogram);
    }
  }
}
