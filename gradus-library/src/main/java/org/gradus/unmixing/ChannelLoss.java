package org.gradus.unmixing;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Scalars;

/** How the error of each channel counts; rₗ is row l of Y − M A. */
public enum ChannelLoss {
  /**
   * Σₗ √(‖rₗ‖² + ε): not squared, so that a few broken channels cannot dominate. Weight of a
   * channel uₗ = 1/(2 √(‖rₗ‖² + ε)).
   */
  ROW_WISE {
    @Override
    double value(Tensor squares, double smoothing) {
      return squares.add(Scalars.of(smoothing)).sqrt_().sum().item_double();
    }

    @Override
    Tensor weights(Tensor squares, double smoothing) {
      return squares.add(Scalars.of(smoothing)).rsqrt_().mul_(Scalars.of(0.5));
    }
  },
  /** ½ ‖Y − M A‖²_F, the usual one; every weight is ½. */
  FROBENIUS {
    @Override
    double value(Tensor squares, double smoothing) {
      return squares.sum().item_double() / 2;
    }

    @Override
    Tensor weights(Tensor squares, double smoothing) {
      return torch.full_like(squares, Scalars.of(0.5));
    }
  };

  /**
   * The loss of a residual.
   *
   * @param residual [L, N]
   * @param smoothing ε ≥ 0
   */
  public double of(Tensor residual, double smoothing) {
    try (PointerScope scope = new PointerScope()) {
      return value(residual.square().sum(1), smoothing);
    }
  }

  abstract double value(Tensor squares, double smoothing);

  abstract Tensor weights(Tensor squares, double smoothing);
}
