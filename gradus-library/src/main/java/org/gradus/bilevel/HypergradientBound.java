package org.gradus.bilevel;

/**
 * How far an inexact hypergradient z = −B(x̃)ᵀ q + ∂g/∂θ can be from ∇f, where ‖x̃ − x̂‖ ≤ ε and
 * ‖A(x̃) q − ∇g(x̃)‖ ≤ δ.
 *
 * <pre>
 * ω = c ε + (‖B‖/μ) δ + (L_B L_g/μ) ε²,
 * c = L_g ‖B‖/μ + L_Ainv ‖∇g‖ ‖B‖ + L_B ‖∇g‖/μ + L_θ
 * </pre>
 *
 * @param strongConvexity μ
 * @param upperSmoothness L_g
 * @param mixedNorm ‖B(x̃)‖₂
 * @param mixedLipschitz L_B
 * @param inverseLipschitz L_Ainv
 * @param parameterSmoothness L_θ, of ∂g/∂θ in x; 0 where g depends on x only
 * @param rigorous whether the problem supplied all of them; false where one was estimated, so that
 *     ω is a guess
 */
public record HypergradientBound(
    double strongConvexity,
    double upperSmoothness,
    double mixedNorm,
    double mixedLipschitz,
    double inverseLipschitz,
    double parameterSmoothness,
    boolean rigorous) {

  /**
   * ω.
   *
   * @param upperGradientNorm ‖∇g(x̃)‖
   * @param epsilon ε
   * @param delta δ
   */
  public double omega(double upperGradientNorm, double epsilon, double delta) {
    double c =
        upperSmoothness * mixedNorm / strongConvexity
            + inverseLipschitz * upperGradientNorm * mixedNorm
            + mixedLipschitz * upperGradientNorm / strongConvexity
            + parameterSmoothness;
    return c * epsilon
        + mixedNorm / strongConvexity * delta
        + mixedLipschitz * upperSmoothness / strongConvexity * epsilon * epsilon;
  }
}
