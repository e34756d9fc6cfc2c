package org.gradus.smooth;

import org.gradus.core.Check;

/**
 * An approximate Hessian at a point, in the form in which (H + λ B) d = −g is cheapest to solve.
 */
public sealed interface Curvature {
  /** H = 0. */
  record Zero() implements Curvature {}

  /**
   * H in full. Solved by Cholesky, n³/3 a λ.
   *
   * @param matrix [n, n] row-major, symmetric; may be indefinite
   */
  record Dense(double[] matrix) implements Curvature {}

  /**
   * H = a v vᵀ. Solved by Sherman and Morrison's formula, O(n) a λ.
   *
   * @param weight a ≥ 0
   * @param direction v
   */
  record RankOne(double weight, double[] direction) implements Curvature {
    /** Checks the weight. */
    public RankOne {
      Check.nonNegative("weight of a rank-one Hessian", weight);
    }
  }

  /**
   * H = Vᵀ V. Solved by Woodbury's formula, m³/3 a λ.
   *
   * @param rows m
   * @param factor V, [m, n] row-major
   */
  record LowRank(int rows, double[] factor) implements Curvature {
    /** Checks the shape. */
    public LowRank {
      Check.atLeast("rows of a low-rank Hessian", rows, 1);
      if (factor.length % rows != 0) {
        throw Check.invalid(
            "entries of the factor", factor.length, "a multiple of its " + rows + " rows");
      }
    }
  }

  /**
   * H by its products alone. Solved by conjugate gradients to a relative residual of min(0.1,
   * √|g|).
   *
   * @param product of H
   */
  record Products(Product product) implements Curvature {}

  /** A product with a symmetric matrix. */
  @FunctionalInterface
  interface Product {
    /** result ← H v. */
    void apply(double[] v, double[] result);
  }
}
