package org.gradus.optim;

import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.ParameterGroup;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;

/**
 * Lion's momentum with a clip in place of the sign (Pan and Li 2023, arXiv 2306.00204).
 *
 * <pre>
 *   θ ← (1 − η λ) θ − η clip(β₁ m + (1 − β₁) g)
 *   m ← β₂ m + (1 − β₂) g
 * </pre>
 *
 * <p>Lion on clipped gradients, sign and all, is {@link ClippedGradient} around {@link Lion}.
 *
 * <p>State: one vector m, and one of scratch. Cost per step: one gradient and the clip.
 */
public final class ClippedLion extends FlatOptimizer {
  private final Lion.Config config;
  private final Clipper clipper;
  private final Tensor m = stateVector("m");
  private final Tensor direction;

  /**
   * An optimizer of these parameters.
   *
   * @param theta the parameters
   * @param config Lion's settings; directions have the gradient's size here, so η is SGD's
   * @param clip the clip of the direction
   */
  public ClippedLion(ParameterVector theta, Lion.Config config, CoordinateClip clip) {
    super(theta, config.learningRate());
    this.config = config;
    clipper = new Clipper(theta, Objects.requireNonNull(clip, "clip"));
    direction = theta.newVector();
  }

  @Override
  protected void beforeUpdate() {
    direction.copy_(m).lerp_(parameters().gradient(), Scalars.of(1 - config.beta1()));
    clipper.apply(direction);
  }

  @Override
  protected void update(ParameterGroup group, double learningRate) {
    double shrink = 1 - learningRate * config.weightDecay() * group.weightDecayScale();
    part(parameters().values(), group)
        .mul_(Scalars.of(shrink))
        .add_(part(direction, group), Scalars.of(-learningRate));
    part(m, group).lerp_(part(parameters().gradient(), group), Scalars.of(1 - config.beta2()));
  }
}
