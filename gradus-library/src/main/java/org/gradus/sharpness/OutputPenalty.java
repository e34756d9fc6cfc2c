package org.gradus.sharpness;

import java.util.Objects;
import java.util.Optional;
import org.gradus.core.Check;
import org.gradus.core.ModelObjective;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.State;

/**
 * A penalty on the distance between the model's outputs and a target's: the trust-region
 * regularizers that TRAM is compared with, λ KL(target ‖ current) in a plain step.
 *
 * <p>Targets made of past parameters are constants; noised inputs give a target through which
 * gradients flow too.
 */
public final class OutputPenalty implements Regularizer {
  /** λ of TRAM's comparison. */
  public static final double DEFAULT_WEIGHT = 0.1;

  private static final double SLOW_AVERAGE = 0.999;

  private final double weight;
  private final OutputTarget target;
  private final OutputDistance distance;

  /**
   * A penalty.
   *
   * @param weight λ ≥ 0
   * @param target what the outputs are compared with
   * @param distance how
   */
  public OutputPenalty(double weight, OutputTarget target, OutputDistance distance) {
    this.weight = Check.nonNegative("weight", weight);
    this.target = Objects.requireNonNull(target, "target");
    this.distance = Objects.requireNonNull(distance, "distance");
  }

  /** As TRPO: the divergence from the model before the previous update. One forward pass more. */
  public static OutputPenalty trpo(ParameterVector theta) {
    return standard(new WeightHistory(theta, 0));
  }

  /** As MESA: the divergence from the average of past parameters, decay 0.999. */
  public static OutputPenalty mesa(ParameterVector theta) {
    return standard(new WeightHistory(theta, SLOW_AVERAGE));
  }

  /**
   * R3F (Aghajanyan et al., ICLR 2021, arXiv 2008.03156): the divergence from the same model at
   * noised inputs, with gradients through both. One gradient more.
   *
   * @param sigma the noise's deviation
   * @param random where it comes from
   */
  public static OutputPenalty r3f(double sigma, RandomSource random) {
    return standard(new InputNoise(sigma, random));
  }

  private static OutputPenalty standard(OutputTarget target) {
    return new OutputPenalty(DEFAULT_WEIGHT, target, OutputDistance.FORWARD_KL);
  }

  @Override
  public double weight() {
    return weight;
  }

  @Override
  public Optional<Term> on(ModelObjective batch, ParameterVector theta) {
    OutputTarget.Reference reference = target.on(batch, theta);
    return Optional.of(
        (part, outputs) ->
            distance.between(part.likelihood(), reference.outputs(part), outputs, part.targets()));
  }

  @Override
  public void beforeUpdate(ParameterVector theta) {
    target.beforeUpdate(theta);
  }

  @Override
  public void save(State state) {
    target.save(state);
  }

  @Override
  public void load(State state) {
    target.load(state);
  }
}
