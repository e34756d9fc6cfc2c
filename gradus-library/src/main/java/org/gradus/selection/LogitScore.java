package org.gradus.selection;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * Scores of examples that need a classifier's logits only. With p = softmax(z) and the label y:
 *
 * <table>
 *   <caption>The scores, of C classes</caption>
 *   <tr><td>EL2N</td><td>‖p − e_y‖₂, in [0, √2]; the same for every example at √((C − 1)/C) when
 *       p is uniform</td></tr>
 *   <tr><td>EL1N</td><td>‖p − e_y‖₁ = 2 (1 − p_y), in [0, 2]</td></tr>
 *   <tr><td>MAX_MARGIN</td><td>max over c ≠ y of p_c, less p_y, in [−1, 1]</td></tr>
 *   <tr><td>SUM_MARGIN</td><td>Σ over c ≠ y of (p_c − p_y) = 1 − C p_y</td></tr>
 * </table>
 *
 * <p>EL2N approximates the norm of the example's gradient where the gradients of the logits are
 * about orthogonal and of equal length (arXiv 2107.07075); for one affine softmax layer the norm is
 * EL2N · √(‖x‖² + 1) exactly.
 */
public enum LogitScore {
  /** The error vector's Euclidean norm. */
  EL2N {
    @Override
    Tensor ofErrors(Tensor errors, Tensor labels) {
      return errors.square().sum(1).sqrt();
    }
  },
  /** The error vector's sum of magnitudes. */
  EL1N {
    @Override
    Tensor ofErrors(Tensor errors, Tensor labels) {
      return errors.abs().sum(1);
    }
  },
  /** By how much the best wrong class is more probable than the right one. */
  MAX_MARGIN {
    @Override
    Tensor ofErrors(Tensor errors, Tensor labels) {
      Tensor own = ownError(errors, labels);
      Tensor wrong = errors.scatter(1, labels.unsqueeze(1), Scalars.of(Double.NEGATIVE_INFINITY));
      return wrong.amax(new long[] {1}, false).sub(own.add(Scalars.of(1.0)));
    }
  },
  /** The same summed over all wrong classes. */
  SUM_MARGIN {
    @Override
    Tensor ofErrors(Tensor errors, Tensor labels) {
      Tensor own = ownError(errors, labels);
      // Σ over c ≠ y of p_c is −(p_y − 1).
      return own.neg().sub(own.add(Scalars.of(1.0)), Scalars.of(errors.size(1) - 1.0));
    }
  };

  /**
   * The scores of some examples, computed in float64.
   *
   * @param logits of shape [n, C], C at least 2
   * @param labels classes in [0, C), of shape [n]
   * @return float64 of shape [n]
   * @throws IllegalArgumentException naming the shapes, or the first label out of range
   */
  public Tensor of(Tensor logits, Tensor labels) {
    if (logits.dim() != 2 || logits.size(1) < 2) {
      throw Check.invalid("logits", Tensors.describe(logits), "of shape [n, C], C >= 2");
    }
    Tensors.requireLength("labels", labels, logits.size(0));
    requireClasses(labels, logits.size(1));
    Tensor scores =
        torch.zeros(new long[] {logits.size(0)}, logits.options()).to(ScalarType.Double);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor errors = logits.to(ScalarType.Double).softmax(1);
      Tensor minusOne = torch.ones_like(labels.unsqueeze(1)).to(ScalarType.Double).neg();
      scores.copy_(ofErrors(errors.scatter_add_(1, labels.unsqueeze(1), minusOne), labels));
    }
    return scores;
  }

  /**
   * The scores from p − e_y.
   *
   * @param errors of shape [n, C]
   */
  abstract Tensor ofErrors(Tensor errors, Tensor labels);

  /** p_y − 1. */
  private static Tensor ownError(Tensor errors, Tensor labels) {
    return errors.gather(1, labels.unsqueeze(1)).squeeze(1);
  }

  private static void requireClasses(Tensor labels, long classes) {
    try (PointerScope scope = new PointerScope()) {
      long least = labels.min().item_long();
      long largest = labels.max().item_long();
      if (least < 0 || largest >= classes) {
        throw Check.invalid(
            "label", least < 0 ? least : largest, "a class in [0, " + classes + ")");
      }
    }
  }
}
