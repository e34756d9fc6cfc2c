package org.gradus.optim;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.FusedLoop;
import org.gradus.core.ParameterGroup;
import org.gradus.core.Scalars;

/**
 * The moment update and bias-corrected step that Adam and AdamW share; they differ in where weight
 * decay enters.
 *
 * <pre>
 *   g ← g + coupled θ
 *   m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²
 *   θ ← shrink θ − η m̂ / (√v̂ + ε),   m̂ = m/(1 − β₁ᵗ),  v̂ = v/(1 − β₂ᵗ)
 * </pre>
 *
 * @param beta1 β₁ in [0, 1)
 * @param beta2 β₂ in [0, 1)
 * @param epsilon ε ≥ 0
 */
public record AdamRule(double beta1, double beta2, double epsilon) {
  /** Checks the ranges. */
  public AdamRule {
    Check.decay("beta1", beta1);
    Check.decay("beta2", beta2);
    Check.nonNegative("epsilon", epsilon);
  }

  /**
   * One step's numbers for one group.
   *
   * @param learningRate η
   * @param coupled λ of decay added to the gradient
   * @param shrink factor on θ
   * @param bias1 1 − β₁ᵗ
   * @param bias2 1 − β₂ᵗ
   */
  public record Step(
      double learningRate, double coupled, double shrink, double bias1, double bias2) {}

  /** The numbers of step t, which is 1 at first. */
  public Step step(long t, double learningRate, double coupled, double shrink) {
    return new Step(
        learningRate,
        coupled,
        shrink,
        1 - Math.pow(beta1, (double) t),
        1 - Math.pow(beta2, (double) t));
  }

  /** Applies the rule to a group's range of the four vectors, which are alike in length. */
  public void apply(
      Tensor theta, Tensor m, Tensor v, Tensor gradient, ParameterGroup group, Step step) {
    if (FusedLoop.applies(theta)) {
      float stepSize = (float) (step.learningRate / step.bias1);
      float rootScale = (float) (1 / Math.sqrt(step.bias2));
      FusedLoop.run(
          (x, n) -> loop(x[0], x[1], x[2], x[3], n, step, stepSize, rootScale),
          group.offset(),
          group.length(),
          3,
          theta,
          m,
          v,
          gradient);
    } else {
      long offset = group.offset();
      long length = group.length();
      tensors(
          theta.narrow(0, offset, length),
          m.narrow(0, offset, length),
          v.narrow(0, offset, length),
          gradient.narrow(0, offset, length),
          step);
    }
  }

  private void tensors(Tensor theta, Tensor m, Tensor v, Tensor gradient, Step step) {
    Tensor g = step.coupled > 0 ? gradient.add(theta, Scalars.of(step.coupled)) : gradient;
    m.lerp_(g, Scalars.of(1 - beta1));
    v.mul_(Scalars.of(beta2)).addcmul_(g, g, Scalars.of(1 - beta2));
    Tensor root = v.div(Scalars.of(step.bias2)).sqrt_().add_(Scalars.of(epsilon));
    theta.mul_(Scalars.of(step.shrink));
    theta.addcdiv_(m, root, Scalars.of(-step.learningRate / step.bias1));
  }

  private void loop(
      float[] theta,
      float[] m,
      float[] v,
      float[] gradient,
      int n,
      Step step,
      float stepSize,
      float rootScale) {
    float b2 = (float) beta2;
    float c1 = (float) (1 - beta1);
    float c2 = (float) (1 - beta2);
    float eps = (float) epsilon;
    float coupled = (float) step.coupled;
    float shrink = (float) step.shrink;
    for (int i = 0; i < n; i++) {
      float g = gradient[i] + coupled * theta[i];
      float mi = m[i] + c1 * (g - m[i]);
      float vi = b2 * v[i] + c2 * g * g;
      m[i] = mi;
      v[i] = vi;
      theta[i] = shrink * theta[i] - stepSize * mi / ((float) Math.sqrt(vi) * rootScale + eps);
    }
  }
}
