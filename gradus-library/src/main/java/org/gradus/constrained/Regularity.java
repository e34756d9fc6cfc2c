package org.gradus.constrained;

import org.gradus.core.Check;

/**
 * What is taken for singular, and how B is made convex on the constraints' tangents.
 *
 * @param leastEigenvalue a run ends where ξ_G = λ_min(G Gᵀ) is below
 * @param leastCurvature B = H where λ_min(Zᵀ H Z) is at least this, Z a basis of the null space of
 *     G
 * @param shift ξ_B: elsewhere B = H + (ξ_B + |H|_F) I
 */
public record Regularity(double leastEigenvalue, double leastCurvature, double shift) {
  /** 10⁻², 10⁻⁶, 0.1: the authors' for sketches and CUTEst. */
  public static final Regularity DEFAULT = new Regularity(1e-2, 1e-6, 0.1);

  /** 10⁻⁶, 10⁻⁶, 0.1: the authors' for the methods they compare with. */
  public static final Regularity BASELINE = new Regularity(1e-6, 1e-6, 0.1);

  /** Validates. */
  public Regularity {
    Check.nonNegative("leastEigenvalue", leastEigenvalue);
    Check.finite("leastCurvature", leastCurvature);
    Check.positive("shift", shift);
  }

  /** The same with another curvature: the authors take 10⁻² for logistic regression. */
  public Regularity withLeastCurvature(double curvature) {
    return new Regularity(leastEigenvalue, curvature, shift);
  }
}
