package org.gradus.schedule;

import org.gradus.perexample.PerExampleGradients;

/** Says, from the gradients of a batch's examples, how large a batch would have been wanted. */
@FunctionalInterface
public interface BatchTest {
  /**
   * The wanted size b*, not rounded: 0 if the gradients do not differ, otherwise infinite if their
   * mean is 0.
   *
   * @param gradients of at least 2 examples
   * @throws org.gradus.core.NonFiniteException if a statistic is NaN or infinite
   */
  double wantedSize(PerExampleGradients gradients);
}
