package org.gradus.bilevel;

/**
 * What a run cost.
 *
 * @param lowerEvaluations lower-level gradients, those that passed a stopping test included
 * @param adjointIterations Hessian-vector products of the linear solves, those of estimated
 *     constants included
 */
public record Work(long lowerEvaluations, long adjointIterations) {
  /** Both together: the unit of the paper's figures. */
  public long total() {
    return lowerEvaluations + adjointIterations;
  }
}
