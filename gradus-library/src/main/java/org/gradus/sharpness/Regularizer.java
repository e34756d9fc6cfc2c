package org.gradus.sharpness;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.ModelObjective;
import org.gradus.core.ParameterVector;
import org.gradus.core.Stateful;

/**
 * A term added to the loss of each mini-batch, which may remember what the model put out before.
 * {@link Regularized} adds it for any optimizer.
 *
 * <p>A step: {@link #on} once, the term as often as the optimizer evaluates the loss, {@link
 * #measured} once, {@link #beforeUpdate}, the optimizer's update, {@link #afterUpdate}.
 */
public interface Regularizer extends Stateful {
  /** The term of one mini-batch, T. */
  @FunctionalInterface
  interface Term {
    /**
     * The term's value.
     *
     * @param batch the mini-batch or a first part of it
     * @param outputs the model's outputs on it, with their graph
     * @return a scalar tensor
     */
    Tensor of(ModelObjective batch, Tensor outputs);
  }

  /** The factor λ of the term, at least 0; with 0 the loss is the plain one, bit for bit. */
  double weight();

  /**
   * Prepares a step. θ and running statistics are left as they are.
   *
   * @return the term, empty while there is none
   */
  Optional<Term> on(ModelObjective batch, ParameterVector theta);

  /**
   * Hears of a step that was measured.
   *
   * @param batch the mini-batch
   * @param outputs the model's outputs of the step's first pass, without a graph; they do not
   *     outlive the call
   */
  default void measured(ModelObjective batch, Tensor outputs) {}

  /** Hears of a step before θ moves. */
  default void beforeUpdate(ParameterVector theta) {}

  /** Hears of a step after θ moved. */
  default void afterUpdate(ParameterVector theta) {}
}
