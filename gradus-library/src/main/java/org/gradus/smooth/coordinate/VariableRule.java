package org.gradus.smooth.coordinate;

/** How the τ coordinates of a step are chosen among all. g is the gradient, ties to low indices. */
public enum VariableRule {
  /** Uniformly without replacement. */
  RANDOM,
  /** Consecutive groups of a new permutation each epoch. */
  CYCLIC,
  /** Gauss-Southwell: largest |gᵢ|. */
  GS,
  /** Gauss-Southwell-diagonal with Dᵢ = τ Lᵢ, also called GSLi: largest |gᵢ| / √Lᵢ. */
  GSD_LIPSCHITZ,
  /** Gauss-Southwell-diagonal with Dᵢ = Σⱼ |Hᵢⱼ| over the full bound: largest |gᵢ| / √Dᵢ. */
  GSD_MATRIX,
  /**
   * Gauss-Southwell-quadratic, approximately: iterative hard thresholding on min gᵀd + ½ dᵀHd with
   * at most τ non-zeros, ten steps of length 1/λ_max(H) from d = −g/D on the {@link #GSD_MATRIX}
   * block.
   */
  GSQ_THRESHOLDING,
  /** Gauss-Southwell-quadratic, exactly, by trying all blocks: for small problems and for tests. */
  GSQ_EXACT,
  /**
   * For bounds on the variables (gsq-nn): smallest sᵢ = gᵢ dᵢ + ½ Lᵢ dᵢ², d the projected step of
   * length 1/Lᵢ. Without bounds it is {@link #GSD_LIPSCHITZ}.
   */
  PROJECTED_PROGRESS;

  boolean greedy() {
    return this != RANDOM && this != CYCLIC;
  }
}
