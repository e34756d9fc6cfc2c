package org.gradus.curvature;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Magnitudes;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * A direction with some of its entries set to 0: which coordinates cause its {@link
 * DirectionalSharpness}?
 *
 * @param rest the direction without them, a new tensor
 * @param removed how many entries were removed
 * @param share ‖rest‖² / ‖d‖²
 */
public record DirectionMask(Tensor rest, long removed, double share) {

  /**
   * Removes the entries with |dᵢ| ≥ a[⌊N p⌋], where a are the magnitudes sorted from large to
   * small: ⌊N p⌋ + 1 of N entries, more with ties.
   *
   * @param share p in [0, 1)
   */
  public static DirectionMask withoutLargest(Tensor direction, double share) {
    if (!(share >= 0 && share < 1)) {
      throw Check.invalid("share", share, "in [0, 1)");
    }
    double threshold = Magnitudes.largest(direction, (long) Math.floor(direction.numel() * share));
    return keeping(direction, direction.abs().lt(Scalars.of(threshold)));
  }

  /**
   * Removes entries drawn at random without replacement: the control.
   *
   * @param count how many, in [1, N]
   * @param random draws one uniform number an entry, in float64; the largest go
   */
  public static DirectionMask withoutRandom(Tensor direction, long count, RandomSource random) {
    try (PointerScope scope = new PointerScope()) {
      Tensor draws = random.uniform(Tensors.shape(direction), new TensorOptions(ScalarType.Double));
      double threshold = Magnitudes.largest(draws, count - 1);
      DirectionMask mask =
          keeping(
              direction, draws.lt(Scalars.of(threshold)).to(direction.device(), ScalarType.Bool));
      return new DirectionMask(Tensors.keep(mask.rest), mask.removed, mask.share);
    }
  }

  private static DirectionMask keeping(Tensor direction, Tensor kept) {
    Tensor rest = direction.mul(kept);
    double ratio = Tensors.norm(rest) / Tensors.norm(direction);
    long removed = direction.numel() - kept.sum().item_long();
    return new DirectionMask(rest, removed, ratio * ratio);
  }
}
