package org.gradus.sharpness;

import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.ModelObjective;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;

/**
 * The model with a moving average of its past parameters, in evaluation mode: no dropout, and the
 * model's present running statistics.
 *
 * <pre>
 *   h ← a h + (1 − a) θ     before each update, with the parameters of that step; h = θ at first
 * </pre>
 *
 * <p>a = 0 gives the parameters before the previous update, θ of t − 1, and a = 1 those of the
 * start, θ of 0. Were h updated after the base's step, a = 0 would compare the model with itself.
 *
 * <p>Cost: one forward pass a step and one vector; nothing is copied to evaluate h.
 */
public final class WeightHistory implements OutputTarget {
  private final WeightAverage history;

  /**
   * A history that starts at the parameters as they are now.
   *
   * @param theta the parameters
   * @param decay a in [0, 1]
   */
  public WeightHistory(ParameterVector theta, double decay) {
    history = new WeightAverage(Objects.requireNonNull(theta, "theta"), decay);
  }

  @Override
  public Reference on(ModelObjective batch, ParameterVector theta) {
    Tensor outputs = theta.evaluateAt(history.values(), batch::evaluationOutputs);
    long examples = batch.inputs().size(0);
    return part -> outputs.narrow(0, 0, outputs.size(0) / examples * part.inputs().size(0));
  }

  @Override
  public void beforeUpdate(ParameterVector theta) {
    history.update(theta);
  }

  /** h, a vector of shape [d]; writing to it sets the target model, frozen if a = 1. */
  public Tensor values() {
    return history.values();
  }

  @Override
  public void save(State state) {
    history.save(state);
  }

  @Override
  public void load(State state) {
    history.load(state);
  }
}
