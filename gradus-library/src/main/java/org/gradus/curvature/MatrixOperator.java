package org.gradus.curvature;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.gradus.core.Check;
import org.gradus.core.Tensors;

/** A dense symmetric matrix as an operator. */
record MatrixOperator(Tensor matrix) implements SymmetricOperator {
  private static final double TOLERANCE = 1e-5;

  MatrixOperator {
    try (PointerScope scope = new PointerScope()) {
      if (matrix.dim() != 2 || matrix.size(0) != matrix.size(1) || !matrix.is_floating_point()) {
        throw Check.invalid("matrix", Tensors.describe(matrix), "square and floating-point");
      }
      double largest = matrix.abs().max().item_double();
      double skew = matrix.sub(matrix.t()).abs().max().item_double();
      if (!(skew <= TOLERANCE * largest)) {
        throw Check.invalid("largest |A − Aᵀ|", skew, "0: the matrix must be symmetric and finite");
      }
    }
  }

  @Override
  public long dimension() {
    return matrix.size(0);
  }

  @Override
  public TensorOptions options() {
    return matrix.options();
  }

  @Override
  public Tensor times(Tensor v) {
    return matrix.mv(v);
  }
}
