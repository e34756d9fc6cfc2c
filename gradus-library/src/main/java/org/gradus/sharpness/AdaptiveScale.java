package org.gradus.sharpness;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.ParameterVector;
import org.gradus.core.ParameterVector.Slice;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/** The scaling T = |θ| + η, 1 on a plain set, of adaptive sharpness-aware ascent. */
final class AdaptiveScale {
  private final double eta;
  private final List<Slice> plain = new ArrayList<>();
  private final Tensor scale;

  AdaptiveScale(ParameterVector theta, double eta, Predicate<Slice> plain) {
    this.eta = Check.nonNegative("eta", eta);
    theta.slices().stream().filter(plain).forEach(this.plain::add);
    scale = theta.newVector();
  }

  /** Writes ε = r T² g / (‖T g‖ + δ) for the gradient in θ. */
  void ascend(ParameterVector theta, double radius, Tensor perturbation) {
    scale.copy_(theta.values()).abs_();
    if (eta > 0) {
      scale.add_(Scalars.of(eta));
    }
    for (Slice slice : plain) {
      scale.narrow(0, slice.offset(), slice.length()).fill_(Scalars.of(1.0));
    }
    perturbation.copy_(theta.gradient()).mul_(scale);
    double norm = Tensors.norm(perturbation);
    perturbation.mul_(scale).mul_(Scalars.of(radius / (norm + SharpnessAware.DELTA)));
  }
}
