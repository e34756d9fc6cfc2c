package org.gradus.perexample;

import org.bytedeco.pytorch.Tensor;

/**
 * Gradients of a weight matrix, Gᵢ = Σₜ dᵢₜ aᵢₜᵀ = Dᵢᵀ Aᵢ, from inputs a and output gradients d at
 * T positions (1 for vectors, the pixels of an image, the tokens of a text).
 *
 * <pre>
 *   T = 1:  ‖Gᵢ‖² = ‖aᵢ‖² ‖dᵢ‖²
 *   else:   ‖Gᵢ‖² = Σₛₜ ⟨aᵢₛ, aᵢₜ⟩ ⟨dᵢₛ, dᵢₜ⟩, or Gᵢ written out, whichever takes fewer products
 *   always: ⟨Gᵢ, V⟩ = Σₜ dᵢₜᵀ V aᵢₜ
 * </pre>
 *
 * <p>A grouped convolution has one such matrix a group; the others have one group.
 */
final class OuterFactor extends Factor {
  /** Inputs of a range of examples as [count, groups, T, in]; unfolded images are made late. */
  @FunctionalInterface
  interface Inputs {
    Tensor of(long from, long count);
  }

  private final Inputs inputs;
  private final Tensor gradients;
  private final long groups;
  private final long positions;
  private final long in;
  private final long out;

  /**
   * The factor of a weight.
   *
   * @param parameter the weight: groups · out rows of in entries
   * @param inputs aᵢₜ
   * @param gradients dᵢₜ, of shape [n, groups, T, out]
   */
  OuterFactor(Tensor parameter, Inputs inputs, Tensor gradients) {
    super(parameter, gradients.size(0));
    this.inputs = inputs;
    this.gradients = gradients;
    groups = gradients.size(1);
    positions = gradients.size(2);
    out = gradients.size(3);
    in = parameter.numel() / (groups * out);
  }

  @Override
  Tensor rows(long from, long count) {
    Tensor d = gradients.narrow(0, from, count);
    return d.transpose(2, 3).matmul(inputs.of(from, count)).reshape(count, parameter().numel());
  }

  @Override
  long entriesPerExample() {
    return groups * (positions * (in + out) + Math.min(in * out, positions * positions));
  }

  @Override
  void addSum(Tensor sum) {
    Tensor target = sum.view(groups, out, in);
    overRanges(
        (from, count) -> {
          Tensor a = inputs.of(from, count).transpose(0, 1).reshape(groups, -1, in);
          Tensor d = gradients.narrow(0, from, count).transpose(0, 1).reshape(groups, -1, out);
          return target.baddbmm_(d.transpose(1, 2), a);
        });
  }

  @Override
  Tensor squaredNorms() {
    if (positions == 1) {
      return eachRange(
          (from, count) ->
              sumEach(
                  squares(inputs.of(from, count)).mul(squares(gradients.narrow(0, from, count)))));
    }
    return byGramMatrix() ? eachRange(this::gramNorms) : super.squaredNorms();
  }

  private static Tensor squares(Tensor vectors) {
    return vectors.square().sum(-1);
  }

  /** T² (in + out) products against T · in · out. */
  private boolean byGramMatrix() {
    return positions * (in + out) < in * out;
  }

  private Tensor gramNorms(long from, long count) {
    Tensor a = inputs.of(from, count);
    Tensor d = gradients.narrow(0, from, count);
    return sumEach(a.matmul(a.transpose(2, 3)).mul_(d.matmul(d.transpose(2, 3))));
  }

  @Override
  Tensor innerProducts(Tensor v) {
    Tensor transposed = v.reshape(groups, out, in).transpose(1, 2);
    return eachRange(
        (from, count) -> {
          Tensor a = inputs.of(from, count).transpose(0, 1).reshape(groups, count * positions, in);
          Tensor mapped = a.bmm(transposed).view(groups, count, positions, out).transpose(0, 1);
          return sumEach(mapped.mul(gradients.narrow(0, from, count)));
        });
  }

  @Override
  void addSquares(Tensor sum) {
    if (positions > 1) {
      super.addSquares(sum);
      return;
    }
    Tensor a = inputs.of(0, examples()).select(2, 0).square().transpose(0, 1);
    Tensor d = gradients.select(2, 0).square().transpose(0, 1);
    sum.view(groups, out, in).add_(d.transpose(1, 2).bmm(a));
  }

  @Override
  void addGram(Tensor gram) {
    if (positions > 1) {
      super.addGram(gram);
      return;
    }
    Tensor a = inputs.of(0, examples()).select(2, 0).transpose(0, 1);
    Tensor d = gradients.select(2, 0).transpose(0, 1);
    gram.add_(a.bmm(a.transpose(1, 2)).mul_(d.bmm(d.transpose(1, 2))).sum(0));
  }
}
