package org.gradus.curvature.rates;

import org.gradus.core.Check;

/**
 * Carries a learning rate tuned at one batch size to another. Momentum stays as it is.
 *
 * <p>Scaling from a to b and on to c is scaling from a to c.
 */
@FunctionalInterface
public interface BatchSizeScaling {
  /**
   * The factor on the learning rate.
   *
   * @param from the batch size it was tuned at, at least 1
   * @param to the batch size it is wanted for, at least 1
   */
  double factor(long from, long to);

  /**
   * The learning rate at another batch size.
   *
   * @param tuned the learning rate at {@code from}
   */
  default double learningRate(double tuned, long from, long to) {
    Check.nonNegative("learning rate", tuned);
    return tuned * factor(from, to);
  }

  /** B/B₀: the rule for SGD. */
  static BatchSizeScaling linear() {
    return BatchSizeScaling::ratio;
  }

  /** √(B/B₀): the rule for Adam and others that divide by a root of squared gradients. */
  static BatchSizeScaling squareRoot() {
    return (from, to) -> Math.sqrt(ratio(from, to));
  }

  /** λ₁′(B₀)/λ₁′(B): as the law has it, constant once batches are large. */
  static BatchSizeScaling saturating(BatchLaw law) {
    return (from, to) -> law.largest(from) / law.largest(to);
  }

  private static double ratio(long from, long to) {
    return (double) Check.atLeast("batch size", to, 1) / Check.atLeast("tuned batch size", from, 1);
  }
}
