package org.gradus.curvature;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * Sharpness as SAM sees it (arXiv 2010.01412): how much the loss rises one ascent step of length ρ
 * away, f(θ + ρ g/(‖g‖₂ + 1e-12)) − f(θ).
 *
 * <p>Cost: one gradient and one evaluation. θ is put back bit for bit.
 *
 * @param loss f(θ)
 * @param perturbedLoss f at the perturbed parameters
 * @param rho the radius ρ
 */
public record SamSharpness(double loss, double perturbedLoss, double rho) {
  /** SAM's radius. */
  public static final double DEFAULT_RHO = 0.05;

  /** Added to the norm, as in SAM, so that a zero gradient gives a zero perturbation. */
  private static final double DELTA = 1e-12;

  /**
   * Measures.
   *
   * @param objective the data it is measured on
   * @param theta the parameters; moved and put back
   * @param rho the radius, at least 0
   */
  public static SamSharpness measure(Objective objective, ParameterVector theta, double rho) {
    Check.nonNegative("rho", rho);
    double loss = objective.gradient(theta).loss();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor saved = theta.values().clone();
      double step = rho / (Tensors.norm(theta.gradient()) + DELTA);
      try {
        theta.values().add_(theta.gradient(), Scalars.of(step));
        return new SamSharpness(loss, objective.loss().item_double(), rho);
      } finally {
        theta.values().copy_(saved);
      }
    }
  }

  /** The rise of the loss. */
  public double sharpness() {
    return perturbedLoss - loss;
  }
}
