package org.gradus.optim.surrogate;

import org.gradus.core.State;

/**
 * SSO-AdaGrad with one step for all entries: αₜ = 1/(√(Σ ‖Gₛ‖²)/α + 1e-6), the sum over all steps
 * up to this one.
 */
public final class AdaGradRule implements TargetRule {
  private static final double EPSILON = 1e-6;

  private double squares;
  private double found;

  @Override
  public TargetModel model(TargetPoint point, double alpha) {
    found = squares + Entries.squaredNorm(point.slope());
    return FixedRule.scaled(point, 1 / (Math.sqrt(found) / alpha + EPSILON));
  }

  @Override
  public void commit() {
    squares = found;
  }

  @Override
  public void save(State state) {
    state.put("squares", squares);
  }

  @Override
  public void load(State state) {
    squares = state.number("squares");
    found = squares;
  }
}
