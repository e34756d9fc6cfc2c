package org.gradus.optim;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.ParameterGroup;
import org.gradus.core.ParameterVector;

/**
 * Adam: adaptive moment estimation (Kingma and Ba, ICLR 2015, arXiv 1412.6980).
 *
 * <pre>
 *   g ← g + λ θ
 *   m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²
 *   θ ← θ − η m̂ / (√v̂ + ε),      m̂ = m/(1 − β₁ᵗ),  v̂ = v/(1 − β₂ᵗ)
 * </pre>
 *
 * <p>State: two vectors m and v. Cost per step: one gradient; 7 vectors moved.
 */
public final class Adam extends FlatOptimizer {
  /**
   * Settings.
   *
   * @param learningRate η ≥ 0
   * @param beta1 β₁ in [0, 1)
   * @param beta2 β₂ in [0, 1)
   * @param epsilon ε ≥ 0
   * @param weightDecay λ ≥ 0, added to the gradient as λ θ (L2 regularisation; {@link AdamW}
   *     decouples it)
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

    /** η as given, β₁ = 0.9, β₂ = 0.999, ε = 1e-8 (the paper's), no weight decay. */
    public static Config of(double learningRate) {
      return new Config(learningRate, 0.9, 0.999, 1e-8, 0);
    }
  }

  private final Config config;
  private AdamRule rule;
  private final Tensor m = stateVector("m");
  private final Tensor v = stateVector("v");

  /** An optimizer of these parameters. */
  public Adam(ParameterVector theta, Config config) {
    super(theta, config.learningRate());
    this.config = config;
    rule = new AdamRule(config.beta1(), config.beta2(), config.epsilon());
  }

  /** The ε of the next update. */
  public double epsilon() {
    return rule.epsilon();
  }

  /**
   * Sets the ε of the next update, as a rule that adapts it does. It is a setting: {@link #save}
   * leaves it to that rule.
   *
   * @param epsilon a finite number of at least 0
   */
  public void epsilon(double epsilon) {
    rule = new AdamRule(rule.beta1(), rule.beta2(), epsilon);
  }

  @Override
  protected void update(ParameterGroup group, double learningRate) {
    AdamRule.Step step =
        rule.step(steps(), learningRate, config.weightDecay() * group.weightDecayScale(), 1);
    rule.apply(parameters().values(), m, v, parameters().gradient(), group, step);
  }
}
