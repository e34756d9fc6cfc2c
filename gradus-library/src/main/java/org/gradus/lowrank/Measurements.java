package org.gradus.lowrank;

/**
 * Linear measurements of a symmetric matrix: X ↦ (⟨A₁, X⟩, …, ⟨Aₘ, X⟩) with ⟨A, X⟩ = Σ AᵢⱼXᵢⱼ.
 *
 * <p>The Aᵢ may be any d × d matrices; only their symmetric parts count. Matrices are row-major
 * arrays. Implement it for an operator of your own; implementations must not change their arguments
 * except the last.
 */
public interface Measurements {
  /** m, the number of measurements. */
  int count();

  /** d, the number of rows of X. */
  int dimension();

  /**
   * Measures.
   *
   * @param x X, symmetric, [d, d]
   * @param out length m, overwritten with ⟨Aᵢ, X⟩
   */
  void apply(double[] x, double[] out);

  /**
   * The adjoint.
   *
   * @param weights w, length m
   * @param out [d, d], overwritten with a matrix whose symmetric part is that of Σ wᵢ Aᵢ
   */
  void adjoint(double[] weights, double[] out);

  /** Measurements that need not form X = U Uᵀ. */
  interface OfFactor extends Measurements {
    /**
     * Measures U Uᵀ.
     *
     * @param u U, [d, width]
     * @param out length m, overwritten with ⟨Aᵢ, U Uᵀ⟩
     */
    void applyToFactor(double[] u, int width, double[] out);
  }
}
