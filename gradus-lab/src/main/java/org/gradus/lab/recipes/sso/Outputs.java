package org.gradus.lab.recipes.sso;

import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Likelihood;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.Scalars;

/**
 * A mini-batch by its outputs. GAUSSIAN here stands for the squared loss of the paper, the mean
 * over rows of Σ (z − y)², without the half.
 *
 * @param model one forward pass
 * @param targets of the outputs' shape
 * @param likelihood GAUSSIAN or BERNOULLI
 */
record Outputs(Supplier<Tensor> model, Tensor targets, Likelihood likelihood)
    implements PredictiveObjective {
  @Override
  public Tensor outputs() {
    return model.get();
  }

  @Override
  public Tensor loss(Tensor outputs) {
    Tensor loss = likelihood.loss(outputs, targets);
    return likelihood == Likelihood.GAUSSIAN ? loss.mul(Scalars.of(2.0)) : loss;
  }
}
