package org.gradus.prune;

import org.gradus.core.Check;
import org.gradus.core.Schedule;

/**
 * Sparsities on the way to a target, each step keeping the same share of what is left: 1 − sⱼ = (1
 * − s₀) ((1 − s₁)/(1 − s₀))^(j/n), j = 1, …, n.
 *
 * <p>Used for the recomputations of one-shot pruning and for gradual pruning, where a network is
 * trained between the steps.
 *
 * @param from s₀, what is pruned before, in [0, 1)
 * @param to s₁, the target, in [s₀, 1)
 * @param steps n ≥ 1
 */
public record PruningSchedule(double from, double to, int steps) {
  /** Checks the ranges. */
  public PruningSchedule {
    if (!(from >= 0 && from < 1)) {
      throw Check.invalid("sparsity before", from, "in [0, 1)");
    }
    if (!(to >= from && to < 1)) {
      throw Check.invalid("sparsity", to, "in [" + from + ", 1)");
    }
    Check.atLeast("steps", steps, 1);
  }

  /**
   * The sparsity after a step.
   *
   * @param step j, from 1 to n
   */
  public double sparsity(int step) {
    Check.between("step", step, 1, steps);
    return step == steps
        ? to
        : 1 - (1 - from) * Math.pow((1 - to) / (1 - from), (double) step / steps);
  }

  /**
   * The learning-rate schedule of gradual pruning: constant, and lower in the last part of each
   * stretch between two prunings.
   *
   * @param stretch updates between two prunings, at least 1
   * @param low updates at the lower rate before each pruning, at least 0 and at most {@code
   *     stretch}; the paper has one epoch
   * @param factor the lower rate's factor, at least 0
   */
  public static Schedule learningRate(long stretch, long low, double factor) {
    Check.atLeast("stretch", stretch, 1);
    if (low < 0 || low > stretch) {
      throw Check.invalid("low", low, "a whole number in [0, " + stretch + "]");
    }
    Check.nonNegative("factor", factor);
    return step -> step % stretch >= stretch - low ? factor : 1;
  }
}
