package org.gradus.sharpness;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Check;
import org.gradus.core.ParameterVector;
import org.gradus.core.ParameterVector.Slice;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/** The ascent of adaptive methods, scaled by T = |θ| + η, 1 on a plain set. */
final class AdaptiveScale implements Ascent {
  private final double eta;
  private final List<Slice> plain = new ArrayList<>();
  private final Tensor scale;

  /** T = |θ|. */
  AdaptiveScale(ParameterVector theta) {
    this(theta, 0, slice -> false);
  }

  AdaptiveScale(ParameterVector theta, double eta, Predicate<Slice> plain) {
    this.eta = Check.nonNegative("eta", eta);
    theta.slices().stream().filter(plain).forEach(this.plain::add);
    scale = eta == 0 && this.plain.isEmpty() ? null : theta.newVector();
  }

  /** Writes ε = r T² g / (‖T g‖ + δ) for the gradient in θ. */
  @Override
  public void ascend(ParameterVector theta, double radius, Tensor perturbation) {
    Tensor t = scale(theta);
    torch.mul_out(perturbation, theta.gradient(), t);
    double length = Tensors.norm(perturbation) + SharpnessAware.DELTA;
    perturbation.mul_(t).mul_(Scalars.of(radius / length));
  }

  /** T, or θ itself where only T² g and ‖T g‖ matter: signs cancel, and a vector is saved. */
  private Tensor scale(ParameterVector theta) {
    if (scale == null) {
      return theta.values();
    }
    scale.copy_(theta.values()).abs_().add_(Scalars.of(eta));
    for (Slice slice : plain) {
      scale.narrow(0, slice.offset(), slice.length()).fill_(Scalars.of(1.0));
    }
    return scale;
  }
}
