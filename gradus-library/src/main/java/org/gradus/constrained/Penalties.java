package org.gradus.constrained;

import org.gradus.core.Check;

/**
 * The penalties of the exact augmented Lagrangian and the accuracy that goes with them. They carry
 * over from step to step: η₁ never falls, η₂ and δ never grow.
 *
 * @param eta1 η₁ &gt; 0, of |c|²
 * @param eta2 η₂ &gt; 0, of |∇ₓL|²
 * @param delta δ &gt; 0
 */
public record Penalties(double eta1, double eta2, double delta) {
  /** 1, 0.1, 0.1. */
  public static final Penalties DEFAULT = new Penalties(1, 0.1, 0.1);

  private static final double LEAST_DELTA = 1e-6;

  /** Validates. */
  public Penalties {
    Check.positive("eta1", eta1);
    Check.positive("eta2", eta2);
    Check.positive("delta", delta);
  }

  /** Whether they are not to be changed any more. */
  boolean atLimit() {
    return eta1 > 1e8 || eta2 < 1e-8;
  }

  /** δ ← max(min(δ, δ_trial), 10⁻⁶). */
  Penalties trusting(Constants constants) {
    return new Penalties(
        eta1, eta2, Math.max(Math.min(delta, constants.trial(eta1, eta2)), LEAST_DELTA));
  }

  /** η₁ ν², η₂ / ν, and δ / ν⁴ or δ_trial of these. */
  Penalties raised(double nu, Constants constants) {
    return new Penalties(eta1 * nu * nu, eta2 / nu, delta / Math.pow(nu, 4)).trusting(constants);
  }

  /**
   * The constants of a step.
   *
   * @param psi Ψ = 20 max(|B|_F², 1) / (min(ξ_G, 1) min(ξ_B, 1))
   * @param upsilon Υ = max(|G|_F, |H|_F, 1)
   * @param beta β
   */
  record Constants(double psi, double upsilon, double beta) {
    static Constants of(KktSystem system, double xiG, double xiB, double beta) {
      double b = Vectors.norm(system.shifted().values());
      double g = Vectors.norm(system.jacobian().values());
      double h = Vectors.norm(system.hessian().values());
      return new Constants(
          20 * Math.max(b * b, 1) / (Math.min(xiG, 1) * Math.min(xiB, 1)),
          Math.max(Math.max(g, h), 1),
          beta);
    }

    /** δ_trial = (½ − β) η₂ / ((1 + η₁ + η₂) Υ² Ψ²). */
    double trial(double eta1, double eta2) {
      double scale = upsilon * psi;
      return (0.5 - beta) * eta2 / ((1 + eta1 + eta2) * scale * scale);
    }
  }
}
