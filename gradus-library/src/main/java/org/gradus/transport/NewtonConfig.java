package org.gradus.transport;

import org.gradus.core.Check;

/**
 * Settings that {@link SinkhornNewtonSparse} and {@link SinkhornNewtonDense} share.
 *
 * @param tolerance stop when the L1 error of both marginals is at most this
 * @param sweeps Sinkhorn sweeps before the first Newton step (N1; the paper: 20, and 700 where the
 *     unregularised optimum is not unique)
 * @param maxSteps stop after this many Newton steps (N2)
 * @param safeguards whether to shift the Hessian by η s, s = 10⁻³ min(1, E) times its mean diagonal
 *     entry over η, and to do three sweeps in place of a step that thirteen trial lengths refuse.
 *     The paper has neither; without them large η may stop at the first line search
 */
public record NewtonConfig(double tolerance, int sweeps, int maxSteps, boolean safeguards) {
  /** To 10⁻⁹, 20 sweeps, at most 100 steps, with safeguards. */
  public static final NewtonConfig DEFAULT = new NewtonConfig(1e-9, 20, 100, true);

  /** Validates. */
  public NewtonConfig {
    Check.nonNegative("tolerance", tolerance);
    Check.atLeast("sweeps", sweeps, 0);
    Check.atLeast("maxSteps", maxSteps, 0);
  }

  /** The same with another tolerance. */
  public NewtonConfig withTolerance(double newTolerance) {
    return new NewtonConfig(newTolerance, sweeps, maxSteps, safeguards);
  }

  /** The same with another number of sweeps before the first step. */
  public NewtonConfig withSweeps(int newSweeps) {
    return new NewtonConfig(tolerance, newSweeps, maxSteps, safeguards);
  }

  /** The same with another limit on steps. */
  public NewtonConfig withMaxSteps(int newMaxSteps) {
    return new NewtonConfig(tolerance, sweeps, newMaxSteps, safeguards);
  }

  /** The same with or without safeguards. */
  public NewtonConfig withSafeguards(boolean newSafeguards) {
    return new NewtonConfig(tolerance, sweeps, maxSteps, newSafeguards);
  }
}
