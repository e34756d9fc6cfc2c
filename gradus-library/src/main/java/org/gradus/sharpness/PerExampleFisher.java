package org.gradus.sharpness;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.gradus.core.Likelihood;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.Scalars;

/**
 * The mean over predictions of squared gradients of their negative log-likelihoods: one forward
 * pass, and one backward pass for each prediction through the same graph.
 */
final class PerExampleFisher {
  private final Tensor gradient;

  PerExampleFisher(ParameterVector theta) {
    gradient = theta.newVector();
  }

  /** Writes the diagonal; the gradient in θ is put back. */
  void diagonal(Objective objective, ParameterVector theta, Tensor diagonal) {
    if (!(objective instanceof PredictiveObjective predictive)) {
      throw new IllegalArgumentException(
          "Fisher SAM per example needs a PredictiveObjective; this one is a "
              + objective.getClass().getSimpleName());
    }
    gradient.copy_(theta.gradient());
    diagonal.zero_();
    try (PointerScope scope = new PointerScope();
        AutoGradMode graph = new AutoGradMode(true)) {
      sum(predictive, theta, diagonal);
    } finally {
      theta.gradient().copy_(gradient);
    }
  }

  private static void sum(PredictiveObjective objective, ParameterVector theta, Tensor diagonal) {
    Likelihood likelihood = objective.likelihood();
    Tensor outputs = objective.outputs();
    Tensor targets = objective.targets();
    double share = 1.0 / likelihood.count(targets);
    for (long i = 0; i < outputs.size(0); i++) {
      try (PointerScope scope = new PointerScope()) {
        Tensor target = targets.narrow(0, i, 1);
        if (likelihood.count(target) > 0) {
          theta.zeroGradient();
          likelihood
              .loss(outputs.narrow(0, i, 1), target)
              .backward(new Tensor(), new BoolOptional(true), false, new TensorArrayRefOptional());
          Tensor g = theta.gradient().detach();
          diagonal.addcmul_(g, g, Scalars.of(share));
        }
      }
    }
  }
}
