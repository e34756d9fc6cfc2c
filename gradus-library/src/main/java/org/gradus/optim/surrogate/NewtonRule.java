package org.gradus.optim.surrogate;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Tensors;

/**
 * SSO-Newton for binary logistic outputs: mean(G (f − z) + (w/α) (f − z)²) with w = p (1 − p) +
 * 1e-5 and p = σ(z) fixed through the inner loop; α = 2 is the full Newton step of each target.
 *
 * <p>The official code re-evaluates w at every iterate, which rewards saturated outputs and runs
 * away; it is not followed.
 */
public final class NewtonRule implements TargetRule {
  private static final double LEAST = 1e-5;

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if there is more than one output a row
   */
  @Override
  public TargetModel model(TargetPoint point, double alpha) {
    Tensor z = point.outputs();
    if (z.dim() > 1 && z.size(1) != 1) {
      throw Check.invalid(
          "outputs of the Newton rule", Tensors.describe(z), "one logit a row, [n] or [n, 1]");
    }
    Tensor p = z.sigmoid();
    Tensor w = p.sub(p.square()).add_(Scalars.of(LEAST)).div_(Scalars.of(alpha));
    return new Proximal(z, point.slope(), w, 1);
  }

  /** Nothing: each step stands for itself. */
  @Override
  public void save(State state) {}

  /** Nothing, as in {@link #save}. */
  @Override
  public void load(State state) {}
}
