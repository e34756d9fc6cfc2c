package org.gradus.optim.lowrank;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/** Approximate orthogonalisation without factorising: all singular values are driven near 1. */
final class NewtonSchulz {
  private static final double A = 3.4445;
  private static final double B = -4.7750;
  private static final double C = 2.0315;
  private static final int STEPS = 5;
  private static final double DELTA = 1e-7;

  private NewtonSchulz() {}

  /**
   * Five steps of X ← A X + (B P + C P²) X with P = X Xᵀ, from X = a/(‖a‖ + 1e-7), on the transpose
   * when a is taller than wide; in the matrix's own type (the reference's is bfloat16).
   */
  static Tensor orthogonalise(Tensor a) {
    boolean tall = a.size(0) > a.size(1);
    Tensor x = (tall ? a.t() : a).div(Scalars.of(Tensors.norm(a) + DELTA));
    for (int i = 0; i < STEPS; i++) {
      Tensor p = x.mm(x.t());
      Tensor polynomial = p.mul(Scalars.of(B)).add_(p.mm(p), Scalars.of(C));
      x = x.mul(Scalars.of(A)).add_(polynomial.mm(x));
    }
    return tall ? x.t() : x;
  }
}
