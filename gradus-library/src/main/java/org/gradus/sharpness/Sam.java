package org.gradus.sharpness;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;

/**
 * SAM: sharpness-aware minimization (Foret, Kleiner, Mobahi and Neyshabur, ICLR 2021, arXiv
 * 2010.01412) around any optimizer.
 *
 * <pre>
 *   ε = ρ g / (‖g‖₂ + 1e-12),   one norm over all parameters
 * </pre>
 *
 * <p>ρ = 0 is the base optimizer, bit for bit, at twice the cost.
 */
public final class Sam extends SharpnessAware {
  /** The paper's radius. */
  public static final double DEFAULT_RHO = 0.05;

  private final double rho;

  /**
   * Wraps a base optimizer.
   *
   * @param base what updates
   * @param rho the radius ρ ≥ 0
   */
  public Sam(Optimizer base, double rho) {
    super(base);
    this.rho = Check.nonNegative("rho", rho);
  }

  @Override
  protected void ascend(Objective objective, ParameterVector theta, Tensor perturbation) {
    Ascent.PLAIN.ascend(theta, rho, perturbation);
  }
}
