package org.gradus.optim.surrogate;

import org.gradus.core.NonFiniteException;
import org.gradus.core.ParameterVector;
import org.gradus.core.Stateful;
import org.gradus.optim.Adam;
import org.gradus.optim.Sgd;

/** Lowers a surrogate by moving θ from where it stands. */
public interface InnerSolver extends Stateful {
  /** No smaller gradient is followed. */
  double STATIONARY = 1e-6;

  /**
   * Makes up to m steps.
   *
   * @param surrogate what to lower
   * @param theta at θₜ; moved, its gradient vector overwritten
   * @param steps m ≥ 1
   * @return what was done
   * @throws NonFiniteException if a value or gradient is not finite; the caller puts θ back
   */
  Result minimise(Surrogate surrogate, ParameterVector theta, int steps);

  /**
   * What an inner loop did.
   *
   * @param steps steps taken
   * @param gaveUp whether a line search found no lower point
   */
  record Result(int steps, boolean gaveUp) {}

  /** Gradient descent with this step. */
  static InnerSolver descent(double step) {
    return new InnerOptimizer(theta -> new Sgd(theta, new Sgd.Config(step, 0, false, 0)));
  }

  /** Adam with this learning rate, starting anew on every surrogate. */
  static InnerSolver adam(double learningRate) {
    return new InnerOptimizer(theta -> new Adam(theta, Adam.Config.of(learningRate)));
  }
}
