package org.gradus.optim.lowrank;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Stateful;
import org.gradus.core.Tensors;

/** Adam's two moments of coordinates in a subspace, of shape [m, r]. */
final class Moments implements Stateful {
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final Tensor m;
  private final Tensor v;

  Moments(long rows, int rank, Tensor like, double beta1, double beta2, double epsilon) {
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    m = Tensors.keep(torch.zeros(new long[] {rows, rank}, like.options()));
    v = Tensors.keep(torch.zeros(new long[] {rows, rank}, like.options()));
  }

  /** Moves both to another subspace; v stays non-negative. */
  void transfer(UnaryOperator<Tensor> transfer) {
    m.copy_(transfer.apply(m));
    v.copy_(transfer.apply(v).abs_());
  }

  void reset() {
    m.zero_();
    v.zero_();
  }

  /** m ← β₁ m + (1 − β₁) a, v ← β₂ v + (1 − β₂) a². */
  void take(Tensor a) {
    m.mul_(Scalars.of(beta1)).add_(a, Scalars.of(1 - beta1));
    v.mul_(Scalars.of(beta2)).addcmul_(a, a, Scalars.of(1 - beta2));
  }

  /** m̂/(√v̂ + ε) with the biases of step t. */
  Tensor corrected(long t) {
    Tensor root =
        v.div(Scalars.of(1 - Math.pow(beta2, (double) t))).sqrt_().add_(Scalars.of(epsilon));
    return m.div(Scalars.of(1 - Math.pow(beta1, (double) t))).div_(root);
  }

  /** m/(√v + ε). */
  Tensor plain() {
    return m.div(v.sqrt().add_(Scalars.of(epsilon)));
  }

  /** √(1 − β₂ᵗ)/(1 − β₁ᵗ): the correction as a factor on the step. */
  double correction(long t) {
    return Math.sqrt(1 - Math.pow(beta2, (double) t)) / (1 - Math.pow(beta1, (double) t));
  }

  long bytes() {
    return MatrixOptimizer.bytes(m) + MatrixOptimizer.bytes(v);
  }

  @Override
  public void save(State state) {
    state.put("m", m);
    state.put("v", v);
  }

  @Override
  public void load(State state) {
    state.copyInto("m", m);
    state.copyInto("v", v);
  }
}
