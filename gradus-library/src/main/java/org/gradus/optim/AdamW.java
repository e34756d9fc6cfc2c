package org.gradus.optim;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.ParameterGroup;
import org.gradus.core.ParameterVector;

/**
 * AdamW: Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019, arXiv 1711.05101).
 *
 * <pre>
 *   θ ← (1 − η λ) θ
 *   m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²
 *   θ ← θ − η m̂ / (√v̂ + ε),      m̂ = m/(1 − β₁ᵗ),  v̂ = v/(1 − β₂ᵗ)
 * </pre>
 *
 * <p>State: two vectors m and v. Cost per step: one gradient; 7 vectors moved.
 */
public final class AdamW extends FlatOptimizer {
  /**
   * Settings.
   *
   * @param learningRate η ≥ 0
   * @param beta1 β₁ in [0, 1)
   * @param beta2 β₂ in [0, 1)
   * @param epsilon ε ≥ 0
   * @param weightDecay λ ≥ 0, applied to θ itself, scaled by the learning rate
   */
  public record Config(
      double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
    /** Checks the ranges. */
    public Config {
      Check.nonNegative("learningRate", learningRate);
      Check.decay("beta1", beta1);
      Check.decay("beta2", beta2);
      Check.nonNegative("epsilon", epsilon);
      Check.nonNegative("weightDecay", weightDecay);
    }

    /** η as given, β₁ = 0.9, β₂ = 0.999, ε = 1e-8, λ = 0.01 (libtorch's). */
    public static Config of(double learningRate) {
      return new Config(learningRate, 0.9, 0.999, 1e-8, 0.01);
    }
  }

  private final Config config;
  private final AdamRule rule;
  private final Tensor m = stateVector("m");
  private final Tensor v = stateVector("v");

  /** An optimizer of these parameters. */
  public AdamW(ParameterVector theta, Config config) {
    super(theta, config.learningRate());
    this.config = config;
    rule = new AdamRule(config.beta1(), config.beta2(), config.epsilon());
  }

  @Override
  protected void update(ParameterGroup group, double learningRate) {
    AdamRule.Step step =
        rule.step(
            steps(),
            learningRate,
            0,
            1 - learningRate * config.weightDecay() * group.weightDecayScale());
    rule.apply(parameters().values(), m, v, parameters().gradient(), group, step);
  }
}
