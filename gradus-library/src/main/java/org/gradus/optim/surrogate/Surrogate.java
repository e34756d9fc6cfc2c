package org.gradus.optim.surrogate;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Autodiff;
import org.gradus.core.Evaluation;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * A {@link TargetModel} as a function of θ: s(θ) = model(f(θ)) on one mini-batch, s(θₜ) = 0.
 *
 * <p>Value and gradient at θₜ cost nothing: they follow from z and G. Everything else re-evaluates
 * the network, never the loss.
 */
public final class Surrogate implements Objective {
  private final PredictiveObjective objective;
  private final TargetModel model;
  private final Tensor start;
  private final Tensor startGradient;
  private final Calls.Counter calls;

  /**
   * A surrogate.
   *
   * @param start θₜ, a vector of shape [d]
   * @param startGradient ∇s(θₜ), a vector of shape [d]
   */
  Surrogate(
      PredictiveObjective objective,
      TargetModel model,
      Tensor start,
      Tensor startGradient,
      Calls.Counter calls) {
    this.objective = objective;
    this.model = model;
    this.start = start;
    this.startGradient = startGradient;
    this.calls = calls;
  }

  /** The function of the outputs. */
  public TargetModel model() {
    return model;
  }

  /** The network's outputs at the current θ: one forward pass. */
  public Tensor outputs() {
    calls.forward();
    return objective.outputs();
  }

  @Override
  public Tensor loss() {
    return model.value(outputs());
  }

  /** The value at the current θ, by one forward pass without a graph. */
  public double value() {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      return loss().item_double();
    }
  }

  @Override
  public Evaluation gradient(ParameterVector theta) {
    if (theta.values().equal(start)) {
      try (NoGradGuard guard = new NoGradGuard()) {
        theta.gradient().copy_(startGradient);
      }
      return new Evaluation(0, Tensors.norm(startGradient));
    }
    calls.backward();
    return Autodiff.gradient(this, theta);
  }

  /** θ ← x + a v. */
  static void move(ParameterVector theta, Tensor x, double a, Tensor v) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      theta.values().copy_(x).add_(v, Scalars.of(a));
    }
  }
}
