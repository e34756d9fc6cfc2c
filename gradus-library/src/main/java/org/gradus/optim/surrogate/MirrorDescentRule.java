package org.gradus.optim.surrogate;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Tensors;

/**
 * Mirror descent on class probabilities, experimental: the mean over rows of KL(p(f) ‖ q), p =
 * softmax, q ∝ p(z) exp(−α ∂ℓ/∂p), normalised.
 *
 * <p>∂ℓ/∂p is the slope on the simplex: with G the slope in the logits, G = p ∘ (s − ⟨p, s⟩), so s
 * = G/p up to a constant, which normalising q removes.
 */
public final class MirrorDescentRule implements TargetRule {
  /** {@inheritDoc} */
  @Override
  public TargetModel model(TargetPoint point, double alpha) {
    Tensor z = point.outputs();
    if (z.dim() != 2 || z.size(1) < 2) {
      throw Check.invalid(
          "outputs of the mirror descent rule",
          Tensors.describe(z),
          "logits of shape [n, classes]");
    }
    Tensor logP = z.log_softmax(1);
    Tensor slope = point.slope().div(logP.exp().clamp_min_(Scalars.of(Float.MIN_NORMAL)));
    Tensor logQ = logP.sub(slope, Scalars.of(alpha)).log_softmax(1);
    return new Divergence(logQ, start(logP, logQ), alpha);
  }

  private static double start(Tensor logP, Tensor logQ) {
    try (PointerScope scope = new PointerScope()) {
      return divergence(logP, logQ).item_double();
    }
  }

  private static Tensor divergence(Tensor logP, Tensor logQ) {
    return logP.exp().mul(logP.sub(logQ)).sum().div(Scalars.of((double) logP.size(0)));
  }

  /** KL to fixed probabilities, less its value at z. */
  private record Divergence(Tensor logQ, double start, double alpha) implements TargetModel {
    @Override
    public Tensor value(Tensor outputs) {
      return divergence(outputs.log_softmax(1), logQ).sub(Scalars.of(start));
    }

    @Override
    public double slopeScale() {
      return alpha / logQ.size(0);
    }
  }

  /** Nothing: each step stands for itself. */
  @Override
  public void save(State state) {}

  /** Nothing, as in {@link #save}. */
  @Override
  public void load(State state) {}
}
