package org.gradus.prune;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;
import org.gradus.curvature.InverseFisher;

/**
 * The optimal-brain-surgeon rule on weights w with inverse curvature F⁻¹ (Hassibi and Stork,
 * NeurIPS 1992): what a weight is worth, and how the others make up for its loss. All float64.
 *
 * <p>For one weight it is exact for the quadratic model: the model grows by the weight's score. For
 * several at once each is treated as if it were the only one (M-FAC's rule, arXiv 2107.03356).
 */
public final class OptimalBrainSurgeon {
  private final InverseFisher inverse;
  private final Tensor diagonal;

  /** The rule with this curvature. */
  public OptimalBrainSurgeon(InverseFisher inverse) {
    this.inverse = inverse;
    diagonal = inverse.diagonal();
  }

  /**
   * What each weight is worth: the growth of the quadratic model when it alone is removed, w²/(2
   * [F⁻¹]ₚₚ).
   *
   * @param weights of shape [d]
   */
  public Tensor scores(Tensor weights) {
    Tensors.requireLength("weights", weights, inverse.size());
    return weights.to(ScalarType.Double).square().div_(diagonal).mul_(Scalars.of(0.5));
  }

  /**
   * The weights of least score, of equal ones those that come first.
   *
   * @param weights of shape [d]
   * @param count how many, at least 0 and at most d
   * @return their indices
   */
  public Tensor least(Tensor weights, long count) {
    return scores(weights).argsort(true, 0, false).narrow(0, 0, count);
  }

  /**
   * The change of all weights that removes some: F⁻¹ t, t = −wₚ/[F⁻¹]ₚₚ at the removed p and 0
   * elsewhere. Removed weights end near 0, exactly only if p is alone.
   *
   * @param weights of shape [d]
   * @param removed indices of the removed weights
   */
  public Tensor correction(Tensor weights, Tensor removed) {
    Tensors.requireLength("weights", weights, inverse.size());
    Tensor w = weights.to(ScalarType.Double).index_select(0, removed);
    Tensor target = torch.zeros_like(diagonal);
    target.index_copy_(0, removed, w.div_(diagonal.index_select(0, removed)).neg_());
    return inverse.product(target);
  }
}
