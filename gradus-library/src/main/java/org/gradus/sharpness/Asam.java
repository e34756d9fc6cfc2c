package org.gradus.sharpness;

import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.ParameterVector.Slice;

/**
 * ASAM: adaptive sharpness-aware minimization (Kwon, Kim, Park and Choi, ICML 2021, arXiv
 * 2102.11600) around any optimizer.
 *
 * <pre>
 *   T = |θ| + η,   1 for parameters of the plain set
 *   ε = ρ T² g / (‖T g‖₂ + 1e-12),   one norm over all parameters
 * </pre>
 *
 * <p>The perturbation does not change when layers of a ReLU network are rescaled against each
 * other. With η = 0 a parameter that is exactly 0 is never perturbed.
 */
public final class Asam extends SharpnessAware {
  /** The paper's radius, about ten times SAM's. */
  public static final double DEFAULT_RHO = 0.5;

  private final double rho;
  private final AdaptiveScale scale;

  /**
   * Wraps a base optimizer, with η = 0 and no plain set: the form of the common port.
   *
   * @param base what updates
   * @param rho the radius ρ ≥ 0
   */
  public Asam(Optimizer base, double rho) {
    this(base, rho, 0, slice -> false);
  }

  /**
   * Wraps a base optimizer.
   *
   * @param base what updates
   * @param rho the radius ρ ≥ 0
   * @param eta η ≥ 0, added to |θ|
   * @param plain the parameters that are perturbed as in SAM, for example biases and norms
   */
  public Asam(Optimizer base, double rho, double eta, Predicate<Slice> plain) {
    super(base);
    this.rho = Check.nonNegative("rho", rho);
    scale = new AdaptiveScale(base.parameters(), eta, plain);
  }

  @Override
  protected void ascend(Objective objective, ParameterVector theta, Tensor perturbation) {
    scale.ascend(theta, rho, perturbation);
  }
}
