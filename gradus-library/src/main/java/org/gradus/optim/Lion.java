package org.gradus.optim;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.FusedLoop;
import org.gradus.core.ParameterGroup;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;

/**
 * Lion: evolved sign momentum (Chen et al., NeurIPS 2023, arXiv 2302.06675).
 *
 * <pre>
 *   θ ← (1 − η λ) θ − η sign(β₁ m + (1 − β₁) g)
 *   m ← β₂ m + (1 − β₂) g
 * </pre>
 *
 * <p>State: one vector m. Cost per step: one gradient; 5 vectors moved.
 */
public final class Lion extends FlatOptimizer {
  /**
   * Settings.
   *
   * @param learningRate η ≥ 0
   * @param beta1 β₁ in [0, 1): interpolation of the update
   * @param beta2 β₂ in [0, 1): decay of the momentum
   * @param weightDecay λ ≥ 0, decoupled
   */
  public record Config(double learningRate, double beta1, double beta2, double weightDecay) {
    /** Checks the ranges. */
    public Config {
      Check.nonNegative("learningRate", learningRate);
      Check.decay("beta1", beta1);
      Check.decay("beta2", beta2);
      Check.nonNegative("weightDecay", weightDecay);
    }

    /** η as given, β₁ = 0.9, β₂ = 0.99 (the paper's), no weight decay. */
    public static Config of(double learningRate) {
      return new Config(learningRate, 0.9, 0.99, 0);
    }
  }

  private final Config config;
  private final Tensor m = stateVector("m");

  /** An optimizer of these parameters. */
  public Lion(ParameterVector theta, Config config) {
    super(theta, config.learningRate());
    this.config = config;
  }

  @Override
  protected void update(ParameterGroup group, double learningRate) {
    double shrink = 1 - learningRate * config.weightDecay() * group.weightDecayScale();
    Tensor values = parameters().values();
    Tensor gradient = parameters().gradient();
    if (FusedLoop.applies(values)) {
      FusedLoop.run(
          (x, n) -> loop(x[0], x[1], x[2], n, (float) learningRate, (float) shrink),
          group.offset(),
          group.length(),
          2,
          values,
          m,
          gradient);
    } else {
      Tensor mean = part(m, group);
      Tensor g = part(gradient, group);
      Tensor direction = mean.lerp(g, Scalars.of(1 - config.beta1())).sign_();
      part(values, group).mul_(Scalars.of(shrink)).add_(direction, Scalars.of(-learningRate));
      mean.lerp_(g, Scalars.of(1 - config.beta2()));
    }
  }

  private void loop(float[] theta, float[] m, float[] gradient, int n, float rate, float shrink) {
    float c1 = (float) (1 - config.beta1());
    float c2 = (float) (1 - config.beta2());
    for (int i = 0; i < n; i++) {
      float difference = gradient[i] - m[i];
      // The sign as u / |u|, 0 for 0: JDK 17 does not vectorise Math.signum, and takes six times as
      // long. The factor makes the smallest subnormal number a normal one.
      float u = (m[i] + c1 * difference) * 0x1p24f;
      theta[i] = shrink * theta[i] - rate * (u / Math.max(Math.abs(u), Float.MIN_NORMAL));
      m[i] += c2 * difference;
    }
  }
}
