package org.gradus.optim.lowrank;

import org.gradus.core.Check;
import org.gradus.core.ParameterVector;
import org.gradus.optim.AdamW;

/**
 * Fira: low-rank Adam whose residual gradient is scaled like the step in the subspace (Chen et al.
 * 2024, arXiv 2410.01623), here with any way of choosing subspaces, the cosine basis among them
 * (Modoranu et al. 2025, arXiv 2505.17967).
 *
 * <pre>
 *   (t − 1) mod gap = 0:   choose the subspace P for G;  m, v are kept
 *   a = G P;   m ← β₁ m + (1 − β₁) a;   v ← β₂ v + (1 − β₂) a²;   u = m/(√v + ε)
 *   S = (G − α a Pᵀ) φ,   φ = ‖u‖/(‖a‖ + 1e-8) for each row
 *   from the second step:   k = max(‖S‖/(p + 1e-8), 1.01)/1.01;   S ← S/k;      p = ‖S‖
 *   W ← W − η √(1 − β₂ᵗ)/(1 − β₁ᵗ) (α u Pᵀ + S)
 *   W ← (1 − η λ) W
 * </pre>
 *
 * <p>Written for a matrix at least as tall as wide; others are transposed. Other parameters get
 * AdamW. p keeps its last positive value through a zero gradient: from p = 0 the limiter would take
 * over a thousand steps to let the residual grow again.
 *
 * <p>State for a matrix of sides m ≥ n: 2 m r + 1 numbers and the subspace. Cost per step: one
 * gradient, a choice every gap steps, projection and two reconstructions.
 */
public final class Fira extends MatrixOptimizer {
  /**
   * Settings.
   *
   * @param learningRate η ≥ 0
   * @param beta1 β₁ in [0, 1)
   * @param beta2 β₂ in [0, 1)
   * @param epsilon ε ≥ 0
   * @param weightDecay λ ≥ 0, decoupled, applied last
   * @param rank r ≥ 1; matrices with a smaller side use that
   * @param gap steps between choices of the subspace, at least 1
   * @param scale α ≥ 0
   * @param maxSide matrices with a side of at least this get AdamW
   */
  public record Config(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      int rank,
      int gap,
      double scale,
      int maxSide) {
    /** Checks the ranges. */
    public Config {
      new AdamW.Config(learningRate, beta1, beta2, epsilon, weightDecay);
      Check.atLeast("rank", rank, 1);
      Check.atLeast("gap", gap, 1);
      Check.nonNegative("scale", scale);
      Check.atLeast("maxSide", maxSide, 1);
    }

    /** η and r as given; β₁ = 0.9, β₂ = 0.999, ε = 1e-6, no weight decay, gap 200, α = 1. */
    public static Config of(double learningRate, int rank) {
      return new Config(
          learningRate, 0.9, 0.999, 1e-6, 0, rank, 200, 1, MatrixOptimizer.DEFAULT_MAX_SIDE);
    }

    AdamW.Config others() {
      return new AdamW.Config(learningRate, beta1, beta2, epsilon, weightDecay);
    }
  }

  /**
   * An optimizer.
   *
   * @param theta the parameters
   * @param config settings
   * @param projection this optimizer's own; Fira's original is {@link Projection#svd()}
   */
  public Fira(ParameterVector theta, Config config, Projection projection) {
    super(
        theta,
        config.learningRate(),
        config.weightDecay(),
        config.others(),
        config.maxSide(),
        projection,
        (view, like) ->
            new ProjectedAdamRule(config, view, projection, like, new ResidualLimiter()));
  }
}
