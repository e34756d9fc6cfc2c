package org.gradus.bilevel;

import org.gradus.core.Check;

/**
 * How exactly inner problems are solved, and the length of the first trial step: what a run begins
 * with and leaves behind.
 *
 * @param epsilon ε ≥ 0: distance to the lower-level solution
 * @param delta δ ≥ 0: residual of the linear system
 * @param step β > 0
 */
public record Accuracy(double epsilon, double delta, double step) {
  /** The official class's: all three 0.1. */
  public static final Accuracy DEFAULT = new Accuracy(0.1, 0.1, 0.1);

  /** Validates. */
  public Accuracy {
    Check.nonNegative("epsilon", epsilon);
    Check.nonNegative("delta", delta);
    Check.positive("step", step);
  }

  /** Both accuracies times a factor. */
  Accuracy times(double factor) {
    return new Accuracy(factor * epsilon, factor * delta, step);
  }

  /** Another step. */
  public Accuracy withStep(double newStep) {
    return new Accuracy(epsilon, delta, newStep);
  }
}
