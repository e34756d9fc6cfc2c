package org.gradus.curvature;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.Scalars;
import org.gradus.core.State;

/**
 * The squared mini-batch gradient B g ∘ g, with g the gradient of the mean loss on the given
 * labels, B of them: a diagonal of the "empirical Fisher" matrix.
 *
 * <p>It differs from {@link GaussNewtonBartlett} only in that labels are the data's, not the
 * model's, and that makes it biased for the Gauss-Newton diagonal: it is off by the square of the
 * mean gradient, and by the model's misfit (Kunstner, Hennig and Balles, NeurIPS 2019, arXiv
 * 1905.12558). Sophia's ablation "E-F + clip" (arXiv 2305.14342) uses it; prefer the others. Cost:
 * one gradient.
 */
public final class EmpiricalFisher implements DiagonalEstimator {
  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the objective does not show its predictions
   */
  @Override
  public Estimate estimate(Objective objective, ParameterVector theta) {
    if (!(objective instanceof PredictiveObjective predictive)) {
      throw new IllegalArgumentException(
          "the empirical Fisher estimator counts predictions and needs a PredictiveObjective; this"
              + " one is a "
              + objective.getClass().getSimpleName());
    }
    predictive.gradient(theta);
    Tensor diagonal = theta.gradient().square();
    try (PointerScope scope = new PointerScope()) {
      long predictions = predictive.likelihood().count(predictive.targets());
      diagonal.mul_(Scalars.of(predictions));
      return new Estimate(diagonal, predictions);
    }
  }

  @Override
  public Class<? extends Objective> requires() {
    return PredictiveObjective.class;
  }

  /** Nothing: the estimate depends on the objective alone. */
  @Override
  public void save(State state) {}

  /** Nothing, as in {@link #save}. */
  @Override
  public void load(State state) {}
}
