package org.gradus.optim.surrogate;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Scalars;

/** Small tensors that rules need. */
final class Entries {
  private Entries() {}

  /** The scalar 1 of a tensor's type. */
  static Tensor one(Tensor like) {
    return scalar(1, like);
  }

  /** A scalar of a tensor's type. */
  static Tensor scalar(double value, Tensor like) {
    return torch.zeros(new long[0], like.options()).fill_(Scalars.of(value));
  }

  /** ‖x‖². */
  static double squaredNorm(Tensor x) {
    return x.square().sum().item_double();
  }
}
