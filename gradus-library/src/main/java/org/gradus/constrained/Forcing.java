package org.gradus.constrained;

/** θₖ, which tightens the accuracy of step k. */
public enum Forcing {
  /** 1: linear convergence. */
  CONSTANT,
  /** min(1, |∇Lₖ|): superlinear convergence. */
  GRADIENT,
  /** min(1, 1 / log k), k from 1: superlinear in theory, too slowly to be seen. */
  LOGARITHMIC;

  /**
   * θ of a step.
   *
   * @param k steps done before, from 0
   * @param norm |∇L|
   */
  double theta(int k, double norm) {
    return switch (this) {
      case CONSTANT -> 1;
      case GRADIENT -> Math.min(1, norm);
      case LOGARITHMIC -> k < 2 ? 1 : Math.min(1, 1 / Math.log(k + 1));
    };
  }
}
