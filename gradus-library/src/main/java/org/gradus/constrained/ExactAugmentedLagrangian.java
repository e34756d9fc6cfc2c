package org.gradus.constrained;

import org.gradus.core.SparseMatrix;

/**
 * M(x, λ) = f + λᵀc + (η₁/2) |c|² + (η₂/2) |∇ₓL|²: a smooth merit function whose minimisers, for
 * large η₁ and small η₂, are the solutions themselves.
 *
 * <p>∇M = (∇ₓL + η₂ H ∇ₓL + η₁ Gᵀ c, c + η₂ G ∇ₓL), H the Hessian of the Lagrangian.
 */
final class ExactAugmentedLagrangian {
  private ExactAugmentedLagrangian() {}

  static double value(Iterate at, double eta1, double eta2) {
    double[] stationarity = at.stationarity();
    double[] c = at.values();
    return at.objective()
        + Vectors.dot(at.multipliers(), c)
        + eta1 / 2 * Vectors.dot(c, c)
        + eta2 / 2 * Vectors.dot(stationarity, stationarity);
  }

  /** ∇M, of length p. */
  static double[] gradient(Iterate at, SparseMatrix hessian, double eta1, double eta2) {
    double[] stationarity = at.stationarity();
    double[] x = stationarity.clone();
    Vectors.add(x, eta2, SparseRows.product(hessian, stationarity));
    Vectors.add(x, eta1, SparseRows.transposedProduct(at.jacobian(), at.values()));
    double[] lambda = at.values().clone();
    Vectors.add(lambda, eta2, SparseRows.product(at.jacobian(), stationarity));
    return Vectors.joined(x, lambda);
  }
}
