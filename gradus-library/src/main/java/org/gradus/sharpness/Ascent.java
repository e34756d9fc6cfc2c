package org.gradus.sharpness;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/** The direction of an ascent and its length. */
@FunctionalInterface
interface Ascent {
  /** ε = r g / (‖g‖ + δ), one norm over all parameters. */
  Ascent PLAIN =
      (theta, radius, perturbation) -> {
        Tensor g = theta.gradient();
        double length = Tensors.norm(g) + SharpnessAware.DELTA;
        perturbation.copy_(g).mul_(Scalars.of(radius / length));
      };

  /** Writes the ε of a radius for the gradient in θ. */
  void ascend(ParameterVector theta, double radius, Tensor perturbation);
}
