package org.gradus.sharpness;

import java.util.Objects;
import java.util.OptionalDouble;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Evaluation;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;
import org.gradus.core.Tensors;

/**
 * One ascent step before each base step: what SAM and its relatives share.
 *
 * <pre>
 *   g  = ∇f(θ)
 *   ε  = ascent(θ, g)                    (what a method defines)
 *   the base measures f at θ + ε         (same mini-batch, same dropout, running statistics frozen)
 *   θ is copied back, and the base updates
 * </pre>
 *
 * <p>Clipping, weight decay, moments and schedules are the base's business and see only what was
 * measured at θ + ε. The learning rate is the base's.
 *
 * <p>Memory: two vectors (a copy of θ, and ε). Cost per step: one gradient more than the base's.
 */
public abstract class SharpnessAware implements Optimizer {
  /** Added to every norm before dividing, so that a zero gradient gives a zero perturbation. */
  protected static final double DELTA = 1e-12;

  /**
   * What one step did.
   *
   * @param loss f(θ)
   * @param distance the trust distance that was the radius; empty where there is none
   * @param perturbationNorm ‖ε‖₂
   * @param perturbedLoss f(θ + ε)
   */
  public record Step(
      double loss, OptionalDouble distance, double perturbationNorm, double perturbedLoss) {}

  private final Optimizer base;
  private final Tensor saved;
  private final Tensor perturbation;
  private Step lastStep;

  /** Wraps a base optimizer. */
  protected SharpnessAware(Optimizer base) {
    this.base = Objects.requireNonNull(base, "base");
    saved = base.parameters().newVector();
    perturbation = base.parameters().newVector();
  }

  /**
   * Computes the ascent.
   *
   * @param objective the mini-batch
   * @param theta the parameters, with ∇f(θ) in {@link ParameterVector#gradient()}
   * @param perturbation where ε goes, a vector of shape [d]; its content is undefined before
   */
  protected abstract void ascend(Objective objective, ParameterVector theta, Tensor perturbation);

  @Override
  public final Evaluation measure(Objective objective) {
    ParameterVector theta = parameters();
    Evaluation here = first(objective, theta);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      ascend(objective, theta, perturbation);
      saved.copy_(theta.values());
      theta.values().add_(perturbation);
    }
    try {
      Evaluation there = base.measure(objective);
      lastStep = new Step(here.loss(), distance(), Tensors.norm(perturbation), there.loss());
      return new Evaluation(here.loss(), there.gradientNorm());
    } catch (NonFiniteException e) {
      throw new NonFiniteException("at the perturbed parameters, " + e.getMessage(), e);
    } finally {
      try (NoGradGuard guard = new NoGradGuard()) {
        theta.values().copy_(saved);
      }
    }
  }

  /** The first pass: value and gradient at θ. */
  protected Evaluation first(Objective objective, ParameterVector theta) {
    return objective.gradient(theta);
  }

  /** The trust distance of this step, for methods that measure one. */
  protected OptionalDouble distance() {
    return OptionalDouble.empty();
  }

  @Override
  public void update() {
    base.update();
  }

  /** What the last {@link #measure} found. */
  public final Step lastStep() {
    if (lastStep == null) {
      throw new IllegalStateException("no step was made yet");
    }
    return lastStep;
  }

  /** The ascent ε of the last {@link #measure}, a vector of shape [d]; do not write to it. */
  public final Tensor perturbation() {
    return perturbation;
  }

  /** The optimizer that updates. */
  public final Optimizer base() {
    return base;
  }

  @Override
  public final ParameterVector parameters() {
    return base.parameters();
  }

  @Override
  public final double learningRate() {
    return base.learningRate();
  }

  @Override
  public final void learningRate(double learningRate) {
    base.learningRate(learningRate);
  }

  @Override
  public Class<? extends Objective> requires() {
    return base.requires();
  }

  @Override
  public void save(State state) {
    base.save(state.child("base"));
  }

  @Override
  public void load(State state) {
    base.load(state.child("base"));
  }
}
