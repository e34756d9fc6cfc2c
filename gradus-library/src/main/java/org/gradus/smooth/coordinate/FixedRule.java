package org.gradus.smooth.coordinate;

/** How one of the fixed blocks is chosen. g is the gradient, ties go to the first block. */
public enum FixedRule {
  /** Uniformly. */
  RANDOM,
  /** In turn. */
  CYCLIC,
  /** With probability proportional to L_b. */
  LIPSCHITZ,
  /** Gauss-Southwell: largest |g_b|². */
  GS,
  /** Gauss-Southwell-Lipschitz: largest |g_b|² / L_b. */
  GSL,
  /** Gauss-Southwell-diagonal with Dᵢ = τ Lᵢ: largest Σ gᵢ² / Lᵢ. */
  GSD_LIPSCHITZ,
  /** Gauss-Southwell-diagonal with Dᵢ = Σⱼ |(H_b)ᵢⱼ|, j in the block: largest Σ gᵢ² / Dᵢ. */
  GSD_MATRIX,
  /** Gauss-Southwell-quadratic: largest g_bᵀ (H_b + 10⁻¹⁰ I)⁻¹ g_b. */
  GSQ;

  boolean greedy() {
    return this != RANDOM && this != CYCLIC && this != LIPSCHITZ;
  }
}
