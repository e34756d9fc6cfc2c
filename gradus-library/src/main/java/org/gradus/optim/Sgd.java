package org.gradus.optim;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.FusedLoop;
import org.gradus.core.ParameterGroup;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;

/**
 * Stochastic gradient descent with momentum.
 *
 * <p>With g the gradient, λ the weight decay (added to the gradient, as L2 regularisation is), μ
 * the momentum and η the learning rate:
 *
 * <pre>
 *   g ← g + λ θ
 *   b ← g at the first step, μ b + g afterwards
 *   θ ← θ − η b            or, with Nesterov's form,   θ ← θ − η (g + μ b)
 * </pre>
 *
 * <p>State: one vector when μ &gt; 0. Cost per step: one gradient; 5 vectors moved (3 without
 * momentum). Polyak 1964; Nesterov 1983; the form is Sutskever et al. 2013 as libtorch has it.
 */
public final class Sgd extends FlatOptimizer {
  /**
   * Settings.
   *
   * @param learningRate η ≥ 0
   * @param momentum μ in [0, 1)
   * @param nesterov whether to use Nesterov's form, which needs μ &gt; 0
   * @param weightDecay λ ≥ 0
   */
  public record Config(double learningRate, double momentum, boolean nesterov, double weightDecay) {
    /** Checks the ranges. */
    public Config {
      Check.nonNegative("learningRate", learningRate);
      Check.decay("momentum", momentum);
      Check.nonNegative("weightDecay", weightDecay);
      if (nesterov && momentum == 0) {
        throw Check.invalid("momentum", momentum, "> 0 with nesterov");
      }
    }

    /** η as given, μ = 0.9 (common practice), plain momentum, no weight decay. */
    public static Config of(double learningRate) {
      return new Config(learningRate, 0.9, false, 0);
    }
  }

  private final Config config;
  private final Tensor buffer;
  private double momentum;

  /** An optimizer of these parameters. */
  public Sgd(ParameterVector theta, Config config) {
    super(theta, config.learningRate());
    this.config = config;
    momentum = config.momentum();
    buffer = config.momentum() > 0 ? stateVector("momentum") : null;
  }

  /** The momentum of the next update. */
  public double momentum() {
    return momentum;
  }

  /**
   * Sets the momentum of the next update, as a rule that adapts it does. It is a setting: {@link
   * #save} leaves it to that rule.
   *
   * @param momentum in [0, 1), 0 unless this optimizer was made with momentum
   */
  public void momentum(double momentum) {
    Check.decay("momentum", momentum);
    if (buffer == null && momentum > 0) {
      throw Check.invalid("momentum", momentum, "0: this optimizer was made without momentum");
    }
    this.momentum = momentum;
  }

  @Override
  protected void update(ParameterGroup group, double learningRate) {
    Tensor values = parameters().values();
    Tensor gradient = parameters().gradient();
    double decay = config.weightDecay() * group.weightDecayScale();
    if (buffer == null) {
      plain(part(values, group), part(gradient, group), learningRate, decay);
    } else if (FusedLoop.applies(values)) {
      fused(group, (float) learningRate, (float) decay);
    } else {
      tensors(part(values, group), part(buffer, group), part(gradient, group), learningRate, decay);
    }
  }

  private static void plain(Tensor theta, Tensor g, double learningRate, double decay) {
    // θ − η (g + λ θ) = (1 − η λ) θ − η g: two passes, no temporary.
    if (decay > 0) {
      theta.mul_(Scalars.of(1 - learningRate * decay));
    }
    theta.add_(g, Scalars.of(-learningRate));
  }

  private void tensors(Tensor theta, Tensor b, Tensor gradient, double learningRate, double decay) {
    Tensor g = decay > 0 ? gradient.add(theta, Scalars.of(decay)) : gradient;
    if (steps() == 1) {
      b.copy_(g);
    } else {
      b.mul_(Scalars.of(momentum)).add_(g);
    }
    if (config.nesterov()) {
      theta.add_(g, Scalars.of(-learningRate));
      theta.add_(b, Scalars.of(-learningRate * momentum));
    } else {
      theta.add_(b, Scalars.of(-learningRate));
    }
  }

  private void fused(ParameterGroup group, float learningRate, float decay) {
    float carry = steps() == 1 ? 0 : (float) momentum;
    // θ − η (own · g + look · b) covers both forms.
    float own = config.nesterov() ? 1 : 0;
    float look = config.nesterov() ? (float) momentum : 1;
    FusedLoop.run(
        (x, n) -> loop(x[0], x[1], x[2], n, learningRate, decay, carry, own, look),
        group.offset(),
        group.length(),
        2,
        parameters().values(),
        buffer,
        parameters().gradient());
  }

  private static void loop(
      float[] theta,
      float[] b,
      float[] gradient,
      int n,
      float learningRate,
      float decay,
      float carry,
      float own,
      float look) {
    for (int i = 0; i < n; i++) {
      float g = gradient[i] + decay * theta[i];
      float bi = carry * b[i] + g;
      b[i] = bi;
      theta[i] -= learningRate * (own * g + look * bi);
    }
  }
}
