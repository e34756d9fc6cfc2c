package org.gradus.unmixing;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * What unmixing minimises, with its derivatives.
 *
 * <pre>
 * O(M, A; h) = loss(Y − M A) + λ Σₙ Σₖ Aₖₙ^(1−hₙ)
 * </pre>
 *
 * @param loss how channels count
 * @param smoothing ε ≥ 0 under the row norms
 * @param lambda λ ≥ 0
 */
public record UnmixingObjective(ChannelLoss loss, double smoothing, double lambda) {
  /** Validates. */
  public UnmixingObjective {
    Check.nonNegative("smoothing", smoothing);
    Check.nonNegative("lambda", lambda);
  }

  /**
   * O.
   *
   * @param map h, length N
   */
  public double value(UnmixingProblem problem, Tensor endmembers, Tensor abundances, double[] map) {
    try (PointerScope scope = new PointerScope()) {
      Tensor residual = problem.image().sub(endmembers.mm(abundances));
      return loss.of(residual, smoothing) + penalty(abundances, map);
    }
  }

  /** λ Σ A^(1−h). */
  public double penalty(Tensor abundances, double[] map) {
    if (lambda == 0) {
      return 0;
    }
    try (PointerScope scope = new PointerScope()) {
      Tensor exponents = vector(map).neg_().add_(Scalars.of(1.0));
      return lambda * torch.pow(abundances, exponents).sum().item_double();
    }
  }

  /** ∂O/∂A = −2 Mᵀ W (Y − M A) + λ (1 − h) A^(−h), [K, N], W = diag(u). */
  public Tensor abundanceGradient(
      UnmixingProblem problem, Tensor endmembers, Tensor abundances, double[] map) {
    try (PointerScope scope = new PointerScope()) {
      Tensor gradient = endmembers.t().mm(weighted(problem, endmembers, abundances));
      if (lambda > 0) {
        Tensor h = vector(map);
        Tensor slope = torch.pow(abundances, h.neg()).mul_(h.neg().add_(Scalars.of(1.0)));
        gradient.add_(slope, Scalars.of(lambda));
      }
      return Tensors.keep(gradient);
    }
  }

  /** ∂O/∂M = −2 W (Y − M A) Aᵀ, [L, K]. */
  public Tensor endmemberGradient(UnmixingProblem problem, Tensor endmembers, Tensor abundances) {
    try (PointerScope scope = new PointerScope()) {
      return Tensors.keep(weighted(problem, endmembers, abundances).mm(abundances.t()));
    }
  }

  /** −2 W (Y − M A). */
  private Tensor weighted(UnmixingProblem problem, Tensor endmembers, Tensor abundances) {
    Tensor residual = problem.image().sub(endmembers.mm(abundances));
    Tensor weights = loss.weights(residual.square().sum(1), smoothing);
    return residual.mul_(weights.unsqueeze(1)).mul_(Scalars.of(-2.0));
  }

  static Tensor vector(double[] values) {
    Tensor vector = torch.zeros(new long[] {values.length}, new TensorOptions(ScalarType.Double));
    vector.data_ptr_double().put(values, 0, values.length);
    return vector;
  }
}
