package org.gradus.sharpness;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.ModelObjective;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;
import org.gradus.core.Stateful;

/**
 * The outputs a model's own are compared with: those of an earlier self ({@link WeightHistory}), at
 * noised inputs ({@link InputNoise}), or of anything the caller computes.
 */
@FunctionalInterface
public interface OutputTarget extends Stateful {
  /** The target of one mini-batch, the same however often it is asked. */
  @FunctionalInterface
  interface Reference {
    /**
     * The target's outputs, with a graph where gradients are to flow through them.
     *
     * @param batch the mini-batch or a first part of it
     */
    Tensor outputs(ModelObjective batch);
  }

  /**
   * Prepares the target of a mini-batch, drawing what is to be drawn. θ and running statistics are
   * left as they are.
   */
  Reference on(ModelObjective batch, ParameterVector theta);

  /** Hears of a step after it was measured and before θ moves. */
  default void beforeUpdate(ParameterVector theta) {}

  @Override
  default void save(State state) {}

  @Override
  default void load(State state) {}
}
