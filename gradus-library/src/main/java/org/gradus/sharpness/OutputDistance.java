package org.gradus.sharpness;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Likelihood;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * How far the outputs of one model are from those of another on the same examples: a mean over
 * predictions, in nats for the divergences. Ignored targets do not count.
 *
 * <p>For {@link Likelihood#GAUSSIAN}, whose variance is 1, each Kullback-Leibler divergence is
 * ½‖target − current‖².
 */
public enum OutputDistance {
  /** KL(target ‖ current). */
  FORWARD_KL {
    @Override
    Tensor rows(Likelihood likelihood, Tensor target, Tensor current) {
      return divergence(likelihood, target, current);
    }
  },

  /** KL(current ‖ target). */
  REVERSE_KL {
    @Override
    Tensor rows(Likelihood likelihood, Tensor target, Tensor current) {
      return divergence(likelihood, current, target);
    }
  },

  /** The sum of both divergences. */
  SYMMETRIC_KL {
    @Override
    Tensor rows(Likelihood likelihood, Tensor target, Tensor current) {
      return divergence(likelihood, target, current).add(divergence(likelihood, current, target));
    }
  },

  /** The Euclidean distance of the outputs themselves. */
  L2 {
    @Override
    Tensor rows(Likelihood likelihood, Tensor target, Tensor current) {
      return current.sub(target).square().sum(1).sqrt();
    }
  },

  /**
   * The squared maximum mean discrepancy of the two sets of outputs, over all pairs, with the
   * kernel Σ (c² + ‖u − z‖²)^(−½), c in {0.1, 0.2, 0.5, 1, 2, 5, 10}. Memory: n² entries.
   */
  MMD {
    @Override
    Tensor rows(Likelihood likelihood, Tensor target, Tensor current) {
      return kernel(target, target)
          .add(kernel(current, current))
          .sub(kernel(target, current).mul(Scalars.of(2.0)));
    }
  };

  private static final double[] WIDTHS = {0.1, 0.2, 0.5, 1, 2, 5, 10};

  /** {@code cdist}'s mode that subtracts entries, so that equal rows are at distance 0. */
  private static final long SUBTRACT = 2;

  /** {@code kl_div}'s reduction that leaves every entry. */
  private static final long NO_REDUCTION = 0;

  /** Per-prediction distances, of any shape; their mean is the distance. */
  abstract Tensor rows(Likelihood likelihood, Tensor target, Tensor current);

  /**
   * The distance as a scalar tensor; gradients flow to both arguments unless they are detached.
   *
   * @param likelihood what outputs mean
   * @param target outputs of the model compared with, of the shape of {@code current}
   * @param current outputs of shape [n, classes], [n, values] or [n]
   * @param targets the examples' targets, for {@link Likelihood#CATEGORICAL} of shape [n]; those
   *     equal to {@link Likelihood#IGNORED} do not count
   * @throws IllegalArgumentException naming both shapes if they differ
   */
  public Tensor between(Likelihood likelihood, Tensor target, Tensor current, Tensor targets) {
    if (!target.is_same_size(current)) {
      throw new IllegalArgumentException(
          "the target's outputs (%s) and the current ones (%s) must have the same shape"
              .formatted(Tensors.describe(target), Tensors.describe(current)));
    }
    Tensor kept = kept(likelihood, targets);
    return rows(likelihood, pick(target, kept), pick(current, kept)).mean();
  }

  /** Row numbers that are not ignored; {@code null} for all. */
  private static Tensor kept(Likelihood likelihood, Tensor targets) {
    if (likelihood != Likelihood.CATEGORICAL || likelihood.count(targets) == targets.numel()) {
      return null;
    }
    return targets.ne(Scalars.of(Likelihood.IGNORED)).nonzero().squeeze(1);
  }

  private static Tensor pick(Tensor outputs, Tensor kept) {
    Tensor matrix = outputs.dim() == 1 ? outputs.unsqueeze(1) : outputs;
    return kept == null ? matrix : matrix.index_select(0, kept);
  }

  /** KL(p ‖ q) of each row. */
  private static Tensor divergence(Likelihood likelihood, Tensor p, Tensor q) {
    if (likelihood == Likelihood.GAUSSIAN) {
      return p.sub(q).square().sum(1).mul(Scalars.of(0.5));
    }
    return torch.kl_div(q.log_softmax(1), p.log_softmax(1), NO_REDUCTION, true).sum(1);
  }

  private static Tensor kernel(Tensor u, Tensor z) {
    Tensor squares = torch.cdist(u, z, 2, new LongOptional(SUBTRACT)).square();
    Tensor sum = torch.zeros_like(squares);
    for (double width : WIDTHS) {
      sum = sum.add(squares.add(Scalars.of(width * width)).rsqrt());
    }
    return sum;
  }

  /** The distance as a number, clamped at 0 against rounding; no graph is made. */
  double measure(Likelihood likelihood, Tensor target, Tensor current, Tensor targets) {
    try (PointerScope scope = new PointerScope()) {
      double distance =
          between(likelihood, target.detach(), current.detach(), targets).item_double();
      return distance < 0 ? 0 : distance;
    }
  }
}
