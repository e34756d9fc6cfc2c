package org.gradus.optim;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.FusedLoop;
import org.gradus.core.ParameterGroup;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;

/**
 * AdaGrad: each coordinate's steps shrink with the sum of its squared gradients (Duchi, Hazan and
 * Singer, JMLR 2011).
 *
 * <pre>
 *   g ← g + λ θ
 *   v ← v + g²                      v = v₀ at first
 *   θ ← θ − η g / (√v + ε)
 * </pre>
 *
 * <p>State: one vector. Cost per step: one gradient; 5 vectors moved.
 */
public final class AdaGrad extends FlatOptimizer {
  /**
   * Settings.
   *
   * @param learningRate η ≥ 0
   * @param initialSum v₀ ≥ 0
   * @param epsilon ε ≥ 0
   * @param weightDecay λ ≥ 0, added to the gradient as L2 regularisation is
   */
  public record Config(double learningRate, double initialSum, double epsilon, double weightDecay) {
    /** Checks the ranges. */
    public Config {
      Check.nonNegative("learningRate", learningRate);
      Check.nonNegative("initialSum", initialSum);
      Check.nonNegative("epsilon", epsilon);
      Check.nonNegative("weightDecay", weightDecay);
    }

    /** η as given, v₀ = 0, ε = 1e-10 (libtorch's), no weight decay. */
    public static Config of(double learningRate) {
      return new Config(learningRate, 0, 1e-10, 0);
    }
  }

  private final Config config;
  private final Tensor sum = stateVector("sum");

  /** An optimizer of these parameters. */
  public AdaGrad(ParameterVector theta, Config config) {
    super(theta, config.learningRate());
    this.config = config;
    restart();
  }

  /** Forgets the gradients seen: v = v₀. */
  public void restart() {
    sum.fill_(Scalars.of(config.initialSum()));
  }

  @Override
  protected void update(ParameterGroup group, double learningRate) {
    double decay = config.weightDecay() * group.weightDecayScale();
    if (FusedLoop.applies(parameters().values())) {
      fused(group, (float) learningRate, (float) decay);
    } else {
      tensors(group, learningRate, decay);
    }
  }

  private void tensors(ParameterGroup group, double learningRate, double decay) {
    Tensor theta = part(parameters().values(), group);
    Tensor gradient = part(parameters().gradient(), group);
    Tensor g = decay > 0 ? gradient.add(theta, Scalars.of(decay)) : gradient;
    Tensor v = part(sum, group).addcmul_(g, g, Scalars.of(1.0));
    theta.addcdiv_(g, v.sqrt().add_(Scalars.of(config.epsilon())), Scalars.of(-learningRate));
  }

  private void fused(ParameterGroup group, float learningRate, float decay) {
    float epsilon = (float) config.epsilon();
    FusedLoop.run(
        (x, n) -> loop(x[0], x[1], x[2], n, learningRate, decay, epsilon),
        group.offset(),
        group.length(),
        2,
        parameters().values(),
        sum,
        parameters().gradient());
  }

  private static void loop(
      float[] theta,
      float[] sum,
      float[] gradient,
      int n,
      float learningRate,
      float decay,
      float epsilon) {
    for (int i = 0; i < n; i++) {
      float g = gradient[i] + decay * theta[i];
      float v = sum[i] + g * g;
      sum[i] = v;
      theta[i] -= learningRate * (g / ((float) Math.sqrt(v) + epsilon));
    }
  }
}
