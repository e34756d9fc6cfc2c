package org.gradus.core;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A function of the parameters, for training usually the mean loss of one mini-batch.
 *
 * <p>Everything else is derived from {@link #loss()} by automatic differentiation; an objective
 * that knows its derivatives in closed form overrides {@link #gradient} and {@link #differentiate}.
 * A method that changes <em>of what</em> derivatives are taken wraps an objective in an objective.
 *
 * <p>An objective stands for one function: however often a method evaluates it within a step, the
 * same mini-batch, the same dropout masks and one update of running statistics are meant. {@code
 * org.gradus.train.BatchObjective} keeps that promise for models; a lambda must keep it itself.
 */
@FunctionalInterface
public interface Objective {
  /**
   * The value at the current parameters, with a fresh graph at each call.
   *
   * @return a scalar tensor
   */
  Tensor loss();

  /**
   * Evaluates value and gradient, and leaves ∇f in {@link ParameterVector#gradient()}.
   *
   * @param theta the parameters the loss depends on; not moved
   * @throws NonFiniteException if the loss or the gradient is NaN or infinite
   */
  default Evaluation gradient(ParameterVector theta) {
    return Autodiff.gradient(this, theta);
  }

  /**
   * Evaluates value and gradient keeping the graph, so that Hessian-vector products can follow. The
   * caller closes the result, which frees the graph, before moving θ.
   *
   * @param theta the parameters the loss depends on; not moved
   * @throws NonFiniteException if the loss or the gradient is NaN or infinite
   */
  default Differentiation differentiate(ParameterVector theta) {
    return Autodiff.differentiate(this, theta);
  }

  /**
   * The same objective on the first part of its mini-batch, for estimates that need not see all of
   * it. Evaluating a part never touches running statistics.
   *
   * @param fraction how much of the mini-batch, in (0, 1]; at least one example is taken
   * @throws IllegalArgumentException if this objective cannot be divided and the fraction is not 1
   */
  default Objective part(double fraction) {
    if (fraction != 1) {
      throw Check.invalid(
          "fraction of the mini-batch", fraction, "1: this objective cannot be divided");
    }
    return this;
  }

  /**
   * The mini-batch divided into parts of nearly equal size, for estimates of how much parts differ.
   * Evaluating a part never touches running statistics.
   *
   * @param parts how many, at least 1; a mini-batch of fewer examples has a part for each
   * @throws IllegalArgumentException if this objective cannot be divided and more than one is asked
   *     for
   */
  default List<Objective> split(int parts) {
    if (parts != 1) {
      throw Check.invalid("parts of the mini-batch", parts, "1: this objective cannot be divided");
    }
    return List.of(this);
  }

  /**
   * The Hessian of the loss times a vector, by double backward.
   *
   * @param theta the parameters, d of them
   * @param v a vector of shape [d]
   * @return ∇²f v, a new vector of shape [d], which belongs to the caller's {@link
   *     org.bytedeco.javacpp.PointerScope}; the gradient in {@code theta} is overwritten with ∇f
   */
  default Tensor hessianVectorProduct(ParameterVector theta, Tensor v) {
    try (Differentiation derivatives = differentiate(theta)) {
      return derivatives.hessianVectorProduct(v);
    }
  }
}
