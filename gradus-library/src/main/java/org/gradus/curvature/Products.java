package org.gradus.curvature;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Tensors;

/** Products with an operator that may be anybody's: counted, of the right length, finite. */
final class Products {
  private final SymmetricOperator operator;
  private int count;

  Products(SymmetricOperator operator) {
    this.operator = operator;
  }

  /** A v, in the current scope. */
  Tensor times(Tensor v) {
    Tensor product = operator.times(v);
    count++;
    Tensors.requireLength("product with the operator", product, operator.dimension());
    if (!Tensors.allFinite(product)) {
      throw new NonFiniteException("matrix-vector product " + count + " is not finite");
    }
    return product;
  }

  /** How many were made. */
  int count() {
    return count;
  }

  /** ⟨a, b⟩, accumulated in float64 whatever the vectors' type. */
  static double dot(Tensor a, Tensor b) {
    try (NoGradGuard guard = new NoGradGuard()) {
      return a.to(ScalarType.Double).dot(b.to(ScalarType.Double)).item_double();
    }
  }

  /** ‖a‖₂, accumulated in float64. */
  static double norm(Tensor a) {
    return Math.sqrt(dot(a, a));
  }
}
