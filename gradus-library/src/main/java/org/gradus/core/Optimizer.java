package org.gradus.core;

/**
 * A training method: it measures derivatives of an objective, then moves the parameters.
 *
 * <p>The two halves of a step are separate:
 *
 * <ol>
 *   <li>{@link #measure} takes whatever derivatives the method needs (a gradient, a Hessian-vector
 *       product, a gradient on drawn labels) at the current θ. It leaves ∇f in {@link
 *       ParameterVector#gradient()} and θ exactly as it was.
 *   <li>{@link #update} moves θ by what was measured.
 * </ol>
 *
 * <p>So a method that changes <em>where</em> derivatives are taken (SAM and its family) displaces
 * θ, lets its base measure there, puts θ back and lets its base update; gradient clipping stands
 * between the halves; and a caller can inject any gradient by writing it to {@code
 * theta.gradient()} and calling {@link #update} alone, which is how a method is checked step for
 * step from outside.
 *
 * <p>Optimizers are not thread-safe. A failed {@code measure} leaves parameters and state unharmed;
 * only random numbers it drew stay drawn.
 */
public interface Optimizer extends Stateful {
  /**
   * Takes the derivatives of one step.
   *
   * @param objective the mini-batch's objective; a method that needs more than a gradient says so
   *     in {@link #requires()}
   * @throws NonFiniteException if the loss or a derivative is NaN or infinite
   * @throws IllegalArgumentException if the objective cannot give what the method needs
   */
  Evaluation measure(Objective objective);

  /** Moves θ by what the last {@link #measure} left, or by what the caller injected. */
  void update();

  /** One whole step: {@link #measure}, then {@link #update}. */
  default Evaluation step(Objective objective) {
    Evaluation evaluation = measure(objective);
    update();
    return evaluation;
  }

  /** The parameters this optimizer moves. */
  ParameterVector parameters();

  /** The learning rate of the next update. */
  double learningRate();

  /**
   * Sets the learning rate of the next update: what a {@link Schedule} does.
   *
   * @param learningRate a finite number of at least 0
   */
  void learningRate(double learningRate);

  /** What kind of objective this method needs; asking it with less is an error. */
  default Class<? extends Objective> requires() {
    return Objective.class;
  }
}
