package org.gradus.optim;

import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.FusedLoop;
import org.gradus.core.ParameterGroup;
import org.gradus.core.ParameterVector;
import org.gradus.core.ParameterVector.Slice;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * Gradient descent with a clipped gradient, damped momentum, and a step that may be normalised or
 * reduced to signs (Pan and Li 2023, arXiv 2306.00204).
 *
 * <pre>
 *   g ← clip(g) + λ θ
 *   b ← g at the first step, μ b + (1 − δ) g afterwards
 *   PLAIN:       θ ← θ − η b
 *   NORMALIZED:  θ_k ← θ_k − η b_k √n_k / ‖b_k‖₂     for each parameter k of n_k entries; none if b_k = 0
 *   SIGN:        θ ← θ − η sign(b)
 * </pre>
 *
 * <p>The clip has one threshold for the network, the norm is each parameter's own. Without clip,
 * damping and decay the plain form is {@link Sgd} bit for bit.
 *
 * <p>State: one vector. Cost per step: one gradient, the clip, 5 vectors moved.
 */
public final class ClippedSgd extends FlatOptimizer {
  /** What becomes of the momentum. */
  public enum Step {
    /** It is the direction. */
    PLAIN,
    /** Each parameter's part is scaled to root mean square 1. */
    NORMALIZED,
    /** Signs only. */
    SIGN
  }

  /**
   * Settings.
   *
   * @param learningRate η ≥ 0
   * @param momentum μ in [0, 1)
   * @param dampening δ in [0, 1); needs momentum
   * @param step the form of the step
   * @param weightDecay λ ≥ 0, added to the clipped gradient
   */
  public record Config(
      double learningRate, double momentum, double dampening, Step step, double weightDecay) {
    /** Checks the ranges. */
    public Config {
      Check.nonNegative("learningRate", learningRate);
      Check.decay("momentum", momentum);
      Check.decay("dampening", dampening);
      Objects.requireNonNull(step, "step");
      Check.nonNegative("weightDecay", weightDecay);
      if (dampening > 0 && momentum == 0) {
        throw Check.invalid("dampening", dampening, "0 without momentum");
      }
    }

    /** η as given, μ = δ = 0.9 (the running mean of the released experiments), no weight decay. */
    public static Config of(double learningRate, Step step) {
      return new Config(learningRate, 0.9, 0.9, step, 0);
    }
  }

  private final Config config;
  private final Clipper clipper;
  private final Tensor buffer = stateVector("momentum");
  private final Tensor clipped;

  /**
   * An optimizer of these parameters.
   *
   * @param theta the parameters
   * @param config settings
   * @param clip what is done to the gradient first; the paper's is a share of 0.1
   */
  public ClippedSgd(ParameterVector theta, Config config, CoordinateClip clip) {
    super(theta, config.learningRate());
    this.config = config;
    clipper = new Clipper(theta, Objects.requireNonNull(clip, "clip"));
    clipped = theta.newVector();
  }

  @Override
  protected void beforeUpdate() {
    clipped.copy_(parameters().gradient());
    clipper.apply(clipped);
  }

  @Override
  protected void update(ParameterGroup group, double learningRate) {
    double decay = config.weightDecay() * group.weightDecayScale();
    boolean first = steps() == 1;
    double carry = first ? 0 : config.momentum();
    double keep = first ? 1 : 1 - config.dampening();
    if (config.step() == Step.PLAIN && FusedLoop.applies(buffer)) {
      fused(group, (float) learningRate, (float) decay, (float) carry, (float) keep);
      return;
    }
    Tensor theta = part(parameters().values(), group);
    Tensor g = part(clipped, group);
    if (decay > 0) {
      g.add_(theta, Scalars.of(decay));
    }
    Tensor b = part(buffer, group).mul_(Scalars.of(carry)).add_(g, Scalars.of(keep));
    switch (config.step()) {
      case PLAIN -> theta.add_(b, Scalars.of(-learningRate));
      case SIGN -> theta.add_(b.sign(), Scalars.of(-learningRate));
      case NORMALIZED -> normalized(group, learningRate);
    }
  }

  private void normalized(ParameterGroup group, double learningRate) {
    for (Slice slice : parameters().slices()) {
      if (slice.offset() >= group.offset() && slice.offset() < group.offset() + group.length()) {
        Tensor b = slice.view(buffer);
        double norm = Tensors.norm(b);
        if (norm > 0) {
          double scale = -learningRate * Math.sqrt((double) slice.length()) / norm;
          slice.view(parameters().values()).add_(b, Scalars.of(scale));
        }
      }
    }
  }

  private void fused(
      ParameterGroup group, float learningRate, float decay, float carry, float keep) {
    FusedLoop.run(
        (x, n) -> loop(x[0], x[1], x[2], n, learningRate, decay, carry, keep),
        group.offset(),
        group.length(),
        2,
        parameters().values(),
        buffer,
        clipped);
  }

  private static void loop(
      float[] theta,
      float[] b,
      float[] gradient,
      int n,
      float learningRate,
      float decay,
      float carry,
      float keep) {
    for (int i = 0; i < n; i++) {
      float bi = carry * b[i] + keep * (gradient[i] + decay * theta[i]);
      b[i] = bi;
      theta[i] -= learningRate * bi;
    }
  }
}
