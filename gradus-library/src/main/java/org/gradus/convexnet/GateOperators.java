package org.gradus.convexnet;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * Products with F = [D₁X … D_PX, −D₁X … −D_PX] and G = diag of (2Dᵢ − I)X, twice, without forming
 * them.
 *
 * <p>Blocks are rows: v and w together are [2P, d], G's image is [2P, n].
 */
final class GateOperators {
  private final Tensor inputs;
  private final Tensor mask;
  private final Tensor signs;
  private final Tensor inverse;
  private final int gates;

  GateOperators(ReluProgram program) {
    gates = program.gates().count();
    inputs = program.problem().inputTensor();
    mask = program.gates().mask();
    try (PointerScope scope = new PointerScope()) {
      Tensor once = mask.mul(Scalars.of(2.0)).sub(Scalars.of(1.0));
      signs = Tensors.keep(torch.cat(new TensorVector(once, once)));
      Tensor gram = inputs.t().mm(inputs).add(identity(program.problem().width()));
      inverse = Tensors.keep(torch.linalg_inv(gram));
    }
  }

  private static Tensor identity(int order) {
    return torch.eye(order, new TensorOptions(ScalarType.Double));
  }

  /** (I + XᵀX)⁻¹ applied to each block. */
  Tensor scaled(Tensor blocks) {
    return blocks.mm(inverse);
  }

  /** S = F (I + GᵀG)⁻¹ Fᵀ = 2 N ∘ (X (I + XᵀX)⁻¹ Xᵀ), [n, n] row-major. */
  double[] coupling() {
    try (PointerScope scope = new PointerScope()) {
      Tensor kernel = inputs.mm(inverse).mm(inputs.t());
      return Tensors.doubles(kernel.mul(Gates.overlaps(mask)).mul(Scalars.of(2.0)));
    }
  }

  /** F u. */
  Tensor fit(Tensor blocks) {
    Tensor difference = blocks.narrow(0, 0, gates).sub(blocks.narrow(0, gates, gates));
    return mask.mul(difference.mm(inputs.t())).sum(0);
  }

  /** Fᵀ a. */
  Tensor fitTransposed(double[] a) {
    Tensor positive = mask.mul(Tensors.matrix(a, 1, a.length)).mm(inputs);
    return torch.cat(new TensorVector(positive, positive.neg()));
  }

  /** G u. */
  Tensor cone(Tensor blocks) {
    return signs.mul(blocks.mm(inputs.t()));
  }

  /** Gᵀ s. */
  Tensor coneTransposed(Tensor slack) {
    return signs.mul(slack).mm(inputs);
  }
}
