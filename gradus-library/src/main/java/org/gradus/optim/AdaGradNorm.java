package org.gradus.optim;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.ParameterGroup;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Tensors;

/**
 * AdaGrad-Norm: gradient descent whose one step size shrinks with the sum of squared gradient norms
 * (Ward, Wu and Bottou, arXiv 1806.01811; with adaptive batch sizes, arXiv 2402.11215).
 *
 * <pre>
 *   g ← g + λ θ
 *   v ← v + ‖g‖²                    v = v₀ at first, one number for all parameters
 *   θ ← θ − η g / (√v + ε)
 * </pre>
 *
 * <p>The optimizer of this name in the released code of arXiv 2402.11215 keeps a number for each
 * row of each weight instead; this is the paper's.
 *
 * <p>State: one number. Cost per step: one gradient; 3 vectors moved.
 */
public final class AdaGradNorm extends FlatOptimizer {
  /**
   * Settings.
   *
   * @param learningRate η ≥ 0
   * @param initialSum v₀ ≥ 0
   * @param epsilon ε ≥ 0; with ε = v₀ = 0 the first gradient must not be 0
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

    /** η as given, v₀ = 0.01, ε = 1e-10 (arXiv 2402.11215's code), no weight decay. */
    public static Config of(double learningRate) {
      return new Config(learningRate, 1e-2, 1e-10, 0);
    }
  }

  private final Config config;
  private double sum;

  /** An optimizer of these parameters. */
  public AdaGradNorm(ParameterVector theta, Config config) {
    super(theta, config.learningRate());
    this.config = config;
    restart();
  }

  /** Forgets the gradients seen: v = v₀. */
  public void restart() {
    sum = config.initialSum();
  }

  /** v. */
  public double sum() {
    return sum;
  }

  @Override
  protected void beforeUpdate() {
    for (ParameterGroup group : parameters().groups()) {
      double norm = Tensors.norm(direction(group));
      sum += norm * norm;
    }
  }

  /** g + λ θ of a group. */
  private Tensor direction(ParameterGroup group) {
    Tensor gradient = part(parameters().gradient(), group);
    double decay = config.weightDecay() * group.weightDecayScale();
    return decay > 0
        ? gradient.add(part(parameters().values(), group), Scalars.of(decay))
        : gradient;
  }

  @Override
  protected void update(ParameterGroup group, double learningRate) {
    double rate = learningRate / (Math.sqrt(sum) + config.epsilon());
    part(parameters().values(), group).add_(direction(group), Scalars.of(-rate));
  }

  @Override
  public void save(State state) {
    super.save(state);
    state.put("sum", sum);
  }

  @Override
  public void load(State state) {
    sum = state.number("sum");
    super.load(state);
  }
}
