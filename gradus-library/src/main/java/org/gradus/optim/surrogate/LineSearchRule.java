package org.gradus.optim.surrogate;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Scalars;
import org.gradus.core.State;

/**
 * SSO-SLS: α by a backtracking line search on the loss in the outputs, which needs no work on the
 * parameters.
 *
 * <p>With e = 1/α, kept from step to step (1/α as given at first):
 *
 * <pre>
 *   e ← e / 1.8
 *   while ℓ(z − G/e) &gt; ℓ(z) − (c/e) ‖G‖²:  e ← e / 0.9        (at most 100 trials)
 *   e ← min(max(e, 1e-4), 1e4),  α ← 1/e
 * </pre>
 */
public final class LineSearchRule implements TargetRule {
  private static final double EXPAND = 1.8;
  private static final double SHRINK = 0.9;
  private static final int TRIALS = 100;
  private static final double LEAST = 1e-4;
  private static final double LARGEST = 1e4;

  private final double decrease;
  private double inverse = Double.NaN;
  private double found = Double.NaN;

  /**
   * A search.
   *
   * @param decrease c in (0, 1): share of the linear decrease that is asked for; 0.5 officially,
   *     0.1 often better
   */
  public LineSearchRule(double decrease) {
    if (!(decrease > 0 && decrease < 1)) {
      throw Check.invalid("decrease", decrease, "in (0, 1)");
    }
    this.decrease = decrease;
  }

  @Override
  public TargetModel model(TargetPoint point, double alpha) {
    double squares = Entries.squaredNorm(point.slope());
    double e = (Double.isNaN(inverse) ? 1 / alpha : inverse) / EXPAND;
    for (int trial = 1; trial < TRIALS && !accepted(point, e, squares); trial++) {
      e /= SHRINK;
    }
    found = Math.min(Math.max(e, LEAST), LARGEST);
    return FixedRule.scaled(point, 1 / found);
  }

  private boolean accepted(TargetPoint point, double e, double squares) {
    try (PointerScope scope = new PointerScope()) {
      Tensor shifted = point.outputs().sub(point.slope().div(Scalars.of(e)));
      return point.lossAt().applyAsDouble(shifted) <= point.loss() - decrease / e * squares;
    }
  }

  @Override
  public void commit() {
    inverse = found;
  }

  /** 1/α of the last step taken; NaN before the first. */
  public double inverseStep() {
    return inverse;
  }

  @Override
  public void save(State state) {
    state.put("inverse", inverse);
  }

  @Override
  public void load(State state) {
    inverse = state.number("inverse");
    found = inverse;
  }
}
