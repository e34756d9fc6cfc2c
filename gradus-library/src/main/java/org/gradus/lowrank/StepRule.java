package org.gradus.lowrank;

import org.gradus.core.Check;

/** The step length ηₜ of a sub-gradient method: Uₜ₊₁ = Uₜ − ηₜ 2 Gₜ Uₜ. */
public sealed interface StepRule {
  /** Which norm of G a normalised step divides by. */
  enum Norm {
    /** √Σ Gᵢⱼ². */
    FROBENIUS,
    /** The largest |eigenvalue|: longer steps. */
    SPECTRAL
  }

  /**
   * The step length.
   *
   * @param step t, from 0
   * @param loss f(Uₜ)
   * @param gradientNorm ‖Gₜ‖ in the rule's {@link #norm()}, not 0; of the d × d matrix G, not of 2
   *     G U, whose norm would shrink with U
   */
  double length(long step, double loss, double gradientNorm);

  /** The norm the rule wants. */
  default Norm norm() {
    return Norm.FROBENIUS;
  }

  /** ηₜ ‖Gₜ‖ where the rule fixes it beforehand; infinite otherwise. */
  default double scale(long step) {
    return Double.POSITIVE_INFINITY;
  }

  /**
   * ηₜ = η f(Uₜ), for noiseless measurements: vanishes with the loss.
   *
   * @param eta η > 0, in units of 1/‖X‖; about 0.25/‖X‖
   */
  record LossScaled(double eta) implements StepRule {
    /** Validates. */
    public LossScaled {
      Check.positive("eta", eta);
    }

    @Override
    public double length(long step, double loss, double gradientNorm) {
      return eta * loss;
    }
  }

  /**
   * ηₜ = η ρᵗ / ‖Gₜ‖, for outliers and noise.
   *
   * @param eta η > 0, without unit: G does not scale with X
   * @param rho ρ in (0, 1]
   * @param norm which norm
   */
  record Geometric(double eta, double rho, Norm norm) implements StepRule {
    /** 0.25 · 0.99ᵗ / ‖G‖_F: for starts of 10⁻⁶ and more. */
    public static final Geometric DEFAULT = new Geometric(0.25, 0.99, Norm.FROBENIUS);

    private static final double SMALL = 1e-6;

    /** Validates. */
    public Geometric {
      Check.positive("eta", eta);
      if (!(rho > 0 && rho <= 1)) {
        throw Check.invalid("rho", rho, "in (0, 1]");
      }
    }

    /**
     * The default, with 1 − ρ = 0.05/log₁₀(1/α) for a start of size α below 10⁻⁶: growing from
     * there takes a number of steps proportional to log(1/α), all of them before the steps have
     * decayed.
     */
    public static Geometric forStart(double alpha) {
      Check.positive("alpha", alpha);
      return alpha >= SMALL
          ? DEFAULT
          : new Geometric(DEFAULT.eta, 1 + 0.05 / Math.log10(alpha), Norm.FROBENIUS);
    }

    @Override
    public double length(long step, double loss, double gradientNorm) {
      return scale(step) / gradientNorm;
    }

    @Override
    public double scale(long step) {
      return eta * Math.pow(rho, (double) step);
    }
  }

  /**
   * ηₜ = η: a baseline, and what gradient descent on least squares uses.
   *
   * @param eta η > 0
   */
  record Constant(double eta) implements StepRule {
    /** Validates. */
    public Constant {
      Check.positive("eta", eta);
    }

    @Override
    public double length(long step, double loss, double gradientNorm) {
      return eta;
    }
  }
}
