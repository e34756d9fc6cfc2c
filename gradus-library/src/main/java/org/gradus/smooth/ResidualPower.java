package org.gradus.smooth;

import org.gradus.core.Check;

/**
 * f(x) = |u(x)|ᵖ / p.
 *
 * <p>∇f = |u|ᵖ⁻² Jᵀu, ∇²f = |u|ᵖ⁻² (JᵀJ + Σ uᵢ ∇²uᵢ) + ((p − 2)/|u|ᵖ) ∇f ∇fᵀ. Where u = 0, a
 * solution, all curvatures here are 0.
 *
 * @param residuals u
 * @param power p ≥ 2
 */
public record ResidualPower(Residuals residuals, double power) implements SmoothFunction {
  /** Validates. */
  public ResidualPower {
    if (!(power >= 2) || Double.isInfinite(power)) {
      throw Check.invalid("power", power, "a finite number >= 2");
    }
  }

  @Override
  public int dimension() {
    return residuals.dimension();
  }

  @Override
  public double value(double[] x) {
    return Math.pow(Vectors.norm(residuals.values(x)), power) / power;
  }

  @Override
  public double gradient(double[] x, double[] gradient) {
    double[] u = residuals.values(x);
    double norm = Vectors.norm(u);
    residuals.transposedProduct(x, u, gradient);
    double factor = Math.pow(norm, power - 2);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= factor;
    }
    return Math.pow(norm, power) / power;
  }

  /** ∇²f. */
  public CurvatureModel exact() {
    return (x, gradient) -> dense(x, gradient, true);
  }

  /** |u|ᵖ⁻² JᵀJ + Fisher term: without Σ uᵢ ∇²uᵢ. */
  public CurvatureModel inexact() {
    return (x, gradient) -> dense(x, gradient, false);
  }

  /** The Fisher term alone, ((p − 2)/|u|ᵖ) ∇f ∇fᵀ, of rank one. */
  public CurvatureModel fisher() {
    return (x, gradient) ->
        new Curvature.RankOne(fisherWeight(Vectors.norm(residuals.values(x))), gradient.clone());
  }

  private double fisherWeight(double norm) {
    return norm == 0 ? 0 : (power - 2) / Math.pow(norm, power);
  }

  private Curvature dense(double[] x, double[] gradient, boolean exact) {
    double[] u = residuals.values(x);
    double norm = Vectors.norm(u);
    double factor = Math.pow(norm, power - 2);
    double[] h = residuals.gram(x);
    if (exact) {
      residuals.addCurvature(x, u, h);
    }
    for (int k = 0; k < h.length; k++) {
      h[k] *= factor;
    }
    Matrices.addOuter(h, fisherWeight(norm), gradient);
    return new Curvature.Dense(h);
  }
}
