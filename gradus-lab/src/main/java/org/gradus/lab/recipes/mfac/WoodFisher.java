package org.gradus.lab.recipes.mfac;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Scalars;

/**
 * WoodFisher (Singh and Alistarh, NeurIPS 2020, arXiv 2004.14340), a baseline only: the inverse of
 * a block-diagonal Fisher matrix by a rank-one update of dense B x B blocks for every gradient, at
 * d B flops and memory traffic each.
 */
final class WoodFisher {
  private WoodFisher() {}

  /**
   * The inverse's diagonal.
   *
   * @param gradients float64 of shape [m, d]
   * @param block B, a divisor of d
   */
  static Tensor diagonal(Tensor gradients, double damping, int block) {
    long m = gradients.size(0);
    long count = gradients.size(1) / block;
    Tensor inverse = torch.eye(block, gradients.options()).div_(Scalars.of(damping));
    Tensor blocks = inverse.unsqueeze(0).repeat(count, 1, 1);
    for (long i = 0; i < m; i++) {
      try (PointerScope scope = new PointerScope()) {
        Tensor g = gradients.select(0, i).reshape(count, block, 1);
        Tensor v = blocks.bmm(g);
        Tensor q = g.mul(v).sum(1).unsqueeze(2).add_(Scalars.of((double) m));
        blocks.baddbmm_(v, v.div(q).transpose(1, 2), Scalars.of(1.0), Scalars.of(-1.0));
      }
    }
    return blocks.diagonal(0, 1, 2).reshape(-1);
  }
}
