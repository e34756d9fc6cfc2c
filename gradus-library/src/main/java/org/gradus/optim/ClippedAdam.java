package org.gradus.optim;

import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.FusedLoop;
import org.gradus.core.NonFiniteException;
import org.gradus.core.ParameterGroup;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * AdamW with coordinate-wise clipping (Pan and Li 2023, arXiv 2306.00204).
 *
 * <pre>
 *   GRADIENT:  m ← β₁ m + (1 − β₁) clip(g)      v ← β₂ v + (1 − β₂) g²
 *              θ ← (1 − η λ) θ − η m̂ / (√v̂ + ε)
 *   UPDATE:    m ← β₁ m + (1 − β₁) g            v ← β₂ v + (1 − β₂) g²
 *              θ ← (1 − η λ) θ − η clip(m̂ / (√v̂ + ε))
 * </pre>
 *
 * <p>The second moment always sees the raw gradient: clipping it too would largely undo the clip.
 * m̂ and v̂ are corrected for their bias by 1 − βᵗ with t = 1 at the first step. Without clip it is
 * {@link AdamW} bit for bit.
 *
 * <p>State: two vectors m and v, and one of scratch. Cost per step: one gradient, the clip, 9
 * vectors moved.
 */
public final class ClippedAdam extends FlatOptimizer {
  private final AdamW.Config config;
  private final ClipTarget target;
  private final Clipper clipper;
  private final Tensor m = stateVector("m");
  private final Tensor v = stateVector("v");
  private final Tensor clipped;

  /**
   * An optimizer of these parameters.
   *
   * @param theta the parameters
   * @param config AdamW's settings; the paper has no weight decay
   * @param clip the clip; the paper's is a share of 0.5
   * @param target what is clipped
   */
  public ClippedAdam(
      ParameterVector theta, AdamW.Config config, CoordinateClip clip, ClipTarget target) {
    super(theta, config.learningRate());
    this.config = config;
    clipper = new Clipper(theta, Objects.requireNonNull(clip, "clip"));
    // Without a clip both forms are the same rule: one of them suffices, bit for bit.
    this.target = clip.off() ? ClipTarget.GRADIENT : Objects.requireNonNull(target, "target");
    clipped = theta.newVector();
  }

  @Override
  protected void beforeUpdate() {
    Tensor gradient = parameters().gradient();
    clipped.copy_(gradient);
    if (target == ClipTarget.GRADIENT) {
      clipper.apply(clipped);
    } else {
      requireFinite(gradient);
      moments(m, v, gradient, gradient);
      clipped.copy_(m).div_(root(v)).mul_(Scalars.of(1 / bias(config.beta1())));
      clipper.apply(clipped);
    }
  }

  /** Before any moment sees it: the clip itself would find out too late. */
  private static void requireFinite(Tensor gradient) {
    if (!Tensors.allFinite(gradient)) {
      throw new NonFiniteException("the gradient is not finite");
    }
  }

  private double bias(double beta) {
    return 1 - Math.pow(beta, (double) steps());
  }

  private void moments(Tensor mean, Tensor square, Tensor first, Tensor second) {
    mean.lerp_(first, Scalars.of(1 - config.beta1()));
    square
        .mul_(Scalars.of(config.beta2()))
        .addcmul_(second, second, Scalars.of(1 - config.beta2()));
  }

  /** √v̂ + ε. */
  private Tensor root(Tensor square) {
    return square.div(Scalars.of(bias(config.beta2()))).sqrt_().add_(Scalars.of(config.epsilon()));
  }

  @Override
  protected void update(ParameterGroup group, double learningRate) {
    double shrink = 1 - learningRate * config.weightDecay() * group.weightDecayScale();
    Tensor theta = part(parameters().values(), group);
    if (target == ClipTarget.UPDATE) {
      theta.mul_(Scalars.of(shrink)).add_(part(clipped, group), Scalars.of(-learningRate));
    } else if (FusedLoop.applies(m)) {
      fused(group, (float) (learningRate / bias(config.beta1())), (float) shrink);
    } else {
      Tensor mean = part(m, group);
      Tensor square = part(v, group);
      moments(mean, square, part(clipped, group), part(parameters().gradient(), group));
      theta.mul_(Scalars.of(shrink));
      theta.addcdiv_(mean, root(square), Scalars.of(-learningRate / bias(config.beta1())));
    }
  }

  private void fused(ParameterGroup group, float stepSize, float shrink) {
    float rootScale = (float) (1 / Math.sqrt(bias(config.beta2())));
    FusedLoop.run(
        (x, n) -> loop(x[0], x[1], x[2], x[3], x[4], n, stepSize, rootScale, shrink),
        group.offset(),
        group.length(),
        3,
        parameters().values(),
        m,
        v,
        clipped,
        parameters().gradient());
  }

  private void loop(
      float[] theta,
      float[] m,
      float[] v,
      float[] clipped,
      float[] gradient,
      int n,
      float stepSize,
      float rootScale,
      float shrink) {
    float b2 = (float) config.beta2();
    float c1 = (float) (1 - config.beta1());
    float c2 = (float) (1 - config.beta2());
    float eps = (float) config.epsilon();
    for (int i = 0; i < n; i++) {
      float mi = m[i] + c1 * (clipped[i] - m[i]);
      float vi = b2 * v[i] + c2 * gradient[i] * gradient[i];
      m[i] = mi;
      v[i] = vi;
      theta[i] = shrink * theta[i] - stepSize * mi / ((float) Math.sqrt(vi) * rootScale + eps);
    }
  }
}
