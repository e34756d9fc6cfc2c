package org.gradus.optim.lowrank;

import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.StringViewOptional;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The one factor wanted of a factorisation. What libtorch's tuples give are views into the tuple,
 * gone with it: these are handles of their own.
 */
final class Factors {
  private Factors() {}

  /** The orthonormal factor of QR. */
  static Tensor orthonormal(Tensor a) {
    try (T_TensorTensor_T factors = torch.linalg_qr(a)) {
      return new Tensor(factors.get0());
    }
  }

  /** The r leading right singular vectors, as columns. */
  static Tensor rightSingularVectors(Tensor a, long r) {
    try (T_TensorTensorTensor_T factors = torch.linalg_svd(a, false, new StringViewOptional())) {
      return factors.get2().narrow(0, 0, r).t();
    }
  }

  /** The order from large to small, ties by index. */
  static Tensor descending(Tensor scores) {
    try (T_TensorTensor_T sorted = scores.sort(new BoolOptional(true), 0, true)) {
      return new Tensor(sorted.get1());
    }
  }
}
