package org.gradus.sharpness;

import java.util.Objects;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Evaluation;
import org.gradus.core.ModelObjective;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;

/**
 * TRAM: sharpness-aware minimization whose radius is a trust-region distance (Sherborne, Saphra,
 * Dasigi and Peng, ICLR 2024, arXiv 2310.03646, equation 7) around any optimizer.
 *
 * <pre>
 *   g = ∇f(θ), outputs z
 *   d = distance of z from a target's outputs, a number           ({@link TrustDistance})
 *   ε = d θ² g / (‖θ g‖₂ + 1e-12),   one norm over all parameters; d g / (‖g‖₂ + 1e-12) if plain
 *   the base measures f at θ + ε, θ is copied back
 *   the target's history moves, then the base updates
 * </pre>
 *
 * <p>Where outputs move fast the ascent goes far; where they do not (d = 0) the step is the base's,
 * bit for bit. There is no radius to tune. A parameter that is exactly 0 is never perturbed by the
 * adaptive form. The released code leaves g out of the ascent; this is the paper's equation.
 *
 * <p>Cost per step: one gradient and one forward pass more than the base's, 7/3 of a plain step
 * where a backward pass costs two forward ones. Memory: two vectors, and one more for a target made
 * of past parameters.
 */
public final class Tram extends SharpnessAware {
  private final TrustDistance trust;
  private final Ascent ascent;
  private double distance = Double.NaN;

  /** Wraps a base optimizer, with the adaptive ascent. */
  public Tram(Optimizer base, TrustDistance trust) {
    this(base, trust, true);
  }

  /**
   * Wraps a base optimizer.
   *
   * @param base what updates
   * @param trust the radius of each step
   * @param adaptive whether the ascent is scaled by θ as ASAM's, or is SAM's
   */
  public Tram(Optimizer base, TrustDistance trust, boolean adaptive) {
    super(base);
    this.trust = Objects.requireNonNull(trust, "trust");
    ascent = adaptive ? new AdaptiveScale(base.parameters()) : Ascent.PLAIN;
  }

  @Override
  protected Evaluation first(Objective objective, ParameterVector theta) {
    ModelObjective batch = ModelObjectives.require(objective, this);
    try (OutputCapture pass = new OutputCapture(batch)) {
      Evaluation here = pass.gradient(theta);
      distance = requireUsable(trust.measure(batch, pass.outputs(), theta));
      return here;
    }
  }

  private static double requireUsable(double distance) {
    if (!Double.isFinite(distance)) {
      throw new NonFiniteException("the trust distance is " + distance);
    }
    return Check.nonNegative("trust distance", distance);
  }

  @Override
  protected void ascend(Objective objective, ParameterVector theta, Tensor perturbation) {
    ascent.ascend(theta, distance, perturbation);
  }

  @Override
  protected OptionalDouble distance() {
    return OptionalDouble.of(distance);
  }

  @Override
  public void update() {
    trust.beforeUpdate(parameters());
    super.update();
  }

  @Override
  public Class<? extends Objective> requires() {
    return ModelObjective.class;
  }

  @Override
  public void save(State state) {
    super.save(state);
    trust.save(state.child("trust"));
  }

  @Override
  public void load(State state) {
    super.load(state);
    trust.load(state.child("trust"));
  }
}
