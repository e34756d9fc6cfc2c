package org.gradus.curvature;

import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.gradus.core.Autodiff;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.Tensors;

/**
 * The generalised Gauss-Newton matrix Jᵀ H J of a mean negative log-likelihood as an operator, J
 * the Jacobian of the outputs and H the Hessian of the loss in them: positive semidefinite, the
 * Fisher matrix for classes, and the Hessian itself where the residuals are 0.
 *
 * <p>Cost of a product: about three passes, see {@link Autodiff#gaussNewtonVectorProduct}.
 */
public final class GaussNewtonOperator implements SymmetricOperator {
  private final ParameterVector theta;
  private final WeightedObjectives<PredictiveObjective> objectives;

  private GaussNewtonOperator(
      ParameterVector theta, WeightedObjectives<PredictiveObjective> objectives) {
    this.theta = Objects.requireNonNull(theta, "theta");
    this.objectives = objectives;
  }

  /** The Gauss-Newton matrix of one objective. */
  public static GaussNewtonOperator of(ParameterVector theta, PredictiveObjective objective) {
    return new GaussNewtonOperator(theta, WeightedObjectives.of(objective));
  }

  /**
   * That of the mean loss over several mini-batches.
   *
   * @param batches at least one
   * @param sizes how many examples each is the mean of
   */
  public static GaussNewtonOperator of(
      ParameterVector theta, List<? extends PredictiveObjective> batches, long... sizes) {
    return new GaussNewtonOperator(theta, WeightedObjectives.of(batches, sizes));
  }

  @Override
  public long dimension() {
    return theta.size();
  }

  @Override
  public TensorOptions options() {
    return theta.values().options();
  }

  @Override
  public Tensor times(Tensor v) {
    Tensors.requireLength("vector", v, theta.size());
    return objectives.times(
        theta, v, (part, u) -> Autodiff.gaussNewtonVectorProduct(part, theta, u));
  }
}
