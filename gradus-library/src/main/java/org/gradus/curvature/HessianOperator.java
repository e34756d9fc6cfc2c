package org.gradus.curvature;

import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.gradus.core.Differentiation;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.Tensors;

/**
 * The Hessian ∇²f(θ) of an objective, or of the mean over mini-batches, as an operator at the θ of
 * its first product: do not move θ while it is in use.
 *
 * <p>Of one objective the gradient's graph is built once and kept for all products, each then one
 * backward pass; close the operator to free it. Of several mini-batches each product builds and
 * frees one graph after another, in the memory of one batch. The gradient in {@code theta} is
 * overwritten. Weight decay is no part of an objective, so not of its Hessian either.
 *
 * <p>The network's mode is the caller's: in training mode batch norm uses the batch's statistics
 * (running statistics stay as they are from the second pass on), and {@code BatchObjective} keeps
 * dropout masks fixed.
 */
public final class HessianOperator implements SymmetricOperator {
  private final ParameterVector theta;
  private final WeightedObjectives<Objective> objectives;
  private Differentiation kept;

  private HessianOperator(ParameterVector theta, WeightedObjectives<Objective> objectives) {
    this.theta = Objects.requireNonNull(theta, "theta");
    this.objectives = objectives;
  }

  /** The Hessian of one objective. */
  public static HessianOperator of(ParameterVector theta, Objective objective) {
    return new HessianOperator(theta, WeightedObjectives.of(objective));
  }

  /**
   * The Hessian at a point whose gradient graph is already there; closing the operator closes it.
   */
  public static HessianOperator of(ParameterVector theta, Differentiation derivatives) {
    HessianOperator operator =
        of(
            theta,
            () -> {
              throw new IllegalStateException("the gradient's graph was closed");
            });
    operator.kept = derivatives;
    return operator;
  }

  /**
   * The Hessian of the mean loss over several mini-batches, Σ (n_b/n) ∇²f_b.
   *
   * @param batches at least one
   * @param sizes how many examples each is the mean of, so that a short last batch counts less
   */
  public static HessianOperator of(
      ParameterVector theta, List<? extends Objective> batches, long... sizes) {
    return new HessianOperator(theta, WeightedObjectives.of(batches, sizes));
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
    if (objectives.parts().size() == 1) {
      if (kept == null) {
        kept = objectives.parts().get(0).differentiate(theta);
      }
      return kept.hessianVectorProduct(v);
    }
    return objectives.times(theta, v, (part, u) -> part.hessianVectorProduct(theta, u));
  }

  @Override
  public void close() {
    if (kept != null) {
      kept.close();
      kept = null;
    }
  }
}
