package org.gradus.core;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * An objective that is a mean negative log-likelihood of targets given a model's outputs, and shows
 * both: what methods need that draw labels from the model (Sophia-G), compare outputs (TRAM, SAF)
 * or use Gauss-Newton products.
 */
public interface PredictiveObjective extends Objective {
  /**
   * One forward pass.
   *
   * @return logits of shape [n, classes] or, for {@link Likelihood#GAUSSIAN}, means of shape [n] or
   *     [n, outputs], or, for {@link Likelihood#BERNOULLI}, logits of shape [n] or [n, 1]; with a
   *     fresh graph
   */
  Tensor outputs();

  /** The targets: classes of shape [n], or values of the outputs' shape. */
  Tensor targets();

  /** How targets are distributed given outputs. */
  Likelihood likelihood();

  /**
   * Which training examples the outputs' rows belong to, for methods that keep a record per
   * example.
   *
   * @return row numbers in the training data, or empty if this objective does not know them
   */
  default Optional<long[]> exampleIds() {
    return Optional.empty();
  }

  /**
   * The loss of given outputs: by default the mean negative log-likelihood of {@link #targets()}.
   *
   * @param outputs what {@link #outputs()} returned, or a tensor of that shape
   * @return a scalar tensor
   */
  default Tensor loss(Tensor outputs) {
    return likelihood().loss(outputs, targets());
  }

  @Override
  default Tensor loss() {
    return loss(outputs());
  }
}
