package org.gradus.sharpness;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;

/** The ascent of Fisher SAM, given the diagonal it divides by. */
final class FisherAscent {
  private final FisherSam.Config config;

  FisherAscent(FisherSam.Config config) {
    this.config = config;
  }

  /**
   * Replaces F by ε = γ F̂⁻¹ g / (√(g′ F̂⁻¹ g) + δ), F̂ the damped F, for the gradient in θ.
   *
   * @param vector F's diagonal, then ε
   */
  void ascend(ParameterVector theta, Tensor vector) {
    Tensor g = theta.gradient();
    if (config.damping() == FisherSam.Damping.ADDED) {
      vector.add_(Scalars.of(config.eta()));
    } else {
      vector.mul_(Scalars.of(config.eta())).add_(Scalars.of(1.0));
    }
    torch.div_out(vector, g, vector);
    double length = Math.sqrt(g.dot(vector).item_double());
    vector.mul_(Scalars.of(config.gamma() / (length + SharpnessAware.DELTA)));
  }
}
