package org.gradus.lab.recipes.sophia;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Evaluation;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.Objective;
import org.gradus.core.ParameterGroup;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.curvature.DiagonalEstimator;
import org.gradus.optim.Sophia;

/**
 * Sophia with its clip taken away, for the ablation only: θ ← (1 − η λ) θ − η m / max(γ h, ε).
 *
 * <p>Where h = 0 the step is η m/ε: that is what the clip is there for.
 */
final class UnclippedSophia extends FlatOptimizer {
  private final Sophia.Config config;
  private final DiagonalEstimator estimator;
  private final Tensor m = stateVector("m");
  private final Tensor h = stateVector("h");

  UnclippedSophia(ParameterVector theta, Sophia.Config config, DiagonalEstimator estimator) {
    super(theta, config.learningRate());
    this.config = config;
    this.estimator = estimator;
  }

  @Override
  public Evaluation measure(Objective objective) {
    if (steps() % config.interval() == 0) {
      Tensor estimate =
          estimator.estimate(objective.part(config.batchFraction()), parameters()).diagonal();
      h.lerp_(estimate, Scalars.of(1 - config.beta2()));
    }
    return objective.gradient(parameters());
  }

  @Override
  protected void update(ParameterGroup group, double learningRate) {
    Tensor momentum =
        part(m, group).lerp_(part(parameters().gradient(), group), Scalars.of(1 - config.beta1()));
    Tensor denominator =
        part(h, group).mul(Scalars.of(config.gamma())).clamp_min_(Scalars.of(config.epsilon()));
    part(parameters().values(), group)
        .mul_(Scalars.of(1 - learningRate * config.weightDecay() * group.weightDecayScale()))
        .addcdiv_(momentum, denominator, Scalars.of(-learningRate));
  }

  @Override
  public Class<? extends Objective> requires() {
    return estimator.requires();
  }
}
