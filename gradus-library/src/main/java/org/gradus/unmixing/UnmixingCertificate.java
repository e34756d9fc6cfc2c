package org.gradus.unmixing;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * How good factors are, computed from the image and them alone.
 *
 * @param rowWiseLoss Σₗ ‖(Y − M A)ₗ‖₂
 * @param relativeResidual ‖Y − M A‖_F / ‖Y‖_F
 * @param objective O of the method, smoothed
 * @param endmemberStationarity ‖min(M, ∂O/∂M)‖_F / √(L K): 0 where no small change of M ≥ 0 helps
 * @param abundanceStationarity ‖min(A, ∂O/∂A)‖_F / √(K N): the same for A without its sum-to-one
 *     constraint, which holds it away from 0
 * @param sumToOneError largest |Σₖ Aₖₙ − 1|
 * @param smallestEntry least entry of M and A
 */
public record UnmixingCertificate(
    double rowWiseLoss,
    double relativeResidual,
    double objective,
    double endmemberStationarity,
    double abundanceStationarity,
    double sumToOneError,
    double smallestEntry) {

  /** Examines factors, in O(L N K). */
  public static UnmixingCertificate of(
      UnmixingProblem problem,
      UnmixingObjective objective,
      Tensor endmembers,
      Tensor abundances,
      double[] map) {
    try (PointerScope scope = new PointerScope()) {
      Tensor residual = problem.image().sub(endmembers.mm(abundances));
      double norm = Tensors.norm(problem.image());
      double error = Tensors.norm(residual);
      return new UnmixingCertificate(
          ChannelLoss.ROW_WISE.of(residual, 0),
          error == 0 ? 0 : error / norm,
          objective.value(problem, endmembers, abundances, map),
          stationarity(endmembers, objective.endmemberGradient(problem, endmembers, abundances)),
          stationarity(
              abundances, objective.abundanceGradient(problem, endmembers, abundances, map)),
          abundances.sum(0).sub_(Scalars.of(1.0), Scalars.of(1.0)).abs_().max().item_double(),
          Math.min(endmembers.min().item_double(), abundances.min().item_double()));
    }
  }

  private static double stationarity(Tensor factor, Tensor gradient) {
    double norm = Tensors.norm(factor.minimum(gradient));
    return norm / Math.sqrt((double) factor.numel());
  }
}
