package org.gradus.sharpness;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.ModelObjective;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.State;
import org.gradus.core.Stateful;

/**
 * How far a model's outputs move in function space, measured on the current mini-batch: the radius
 * of {@link Tram}'s ascent. A constant makes it ASAM.
 */
@FunctionalInterface
public interface TrustDistance extends Stateful {
  /**
   * The distance d, a finite number of at least 0.
   *
   * <p>Called after the first pass, which has updated running statistics and left ∇f in {@code
   * theta.gradient()}; it may neither move θ nor overwrite that gradient.
   *
   * @param batch the mini-batch
   * @param outputs the model's outputs of the first pass, without a graph
   * @param theta the parameters
   */
  double measure(ModelObjective batch, Tensor outputs, ParameterVector theta);

  /** Hears of a step after it was measured and before θ moves. */
  default void beforeUpdate(ParameterVector theta) {}

  @Override
  default void save(State state) {}

  @Override
  default void load(State state) {}

  /** TRAM-θ of t − 1: forward divergence from the model before the previous update. */
  static OutputMovement previous(ParameterVector theta) {
    return average(theta, 0);
  }

  /**
   * TRAM-θ of 0: forward divergence from the model as it is now, which for fine-tuning is the
   * pre-trained one with its new head.
   */
  static OutputMovement pretrained(ParameterVector theta) {
    return average(theta, 1);
  }

  /**
   * Forward divergence from the model with a moving average of its past parameters.
   *
   * @param decay in [0, 1]; see {@link WeightHistory}
   */
  static OutputMovement average(ParameterVector theta, double decay) {
    return new OutputMovement(new WeightHistory(theta, decay));
  }

  /**
   * TRAM-x: forward divergence from the model at inputs with normal noise.
   *
   * @param sigma the noise's deviation, at least 0
   * @param random where it comes from
   */
  static OutputMovement inputNoise(double sigma, RandomSource random) {
    return new OutputMovement(new InputNoise(sigma, random));
  }
}
