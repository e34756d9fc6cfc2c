package org.gradus.optim.surrogate;

import org.gradus.core.Scalars;
import org.gradus.core.State;

/**
 * SSO-SGD: the step as given, mean(α G (f − z) + (f − z)²). Decaying steps are a {@link
 * org.gradus.core.Schedule}'s business.
 */
public final class FixedRule implements TargetRule {
  @Override
  public TargetModel model(TargetPoint point, double alpha) {
    return scaled(point, alpha);
  }

  static Proximal scaled(TargetPoint point, double alpha) {
    return new Proximal(
        point.outputs(), point.slope().mul(Scalars.of(alpha)), Entries.one(point.outputs()), alpha);
  }

  /** Nothing: each step stands for itself. */
  @Override
  public void save(State state) {}

  /** Nothing, as in {@link #save}. */
  @Override
  public void load(State state) {}
}
