package org.gradus.optim.lowrank;

import org.gradus.core.ParameterVector;

/**
 * GaLore: Adam on the gradient's coordinates in a subspace (Zhao et al. 2024, arXiv 2403.03507),
 * with any way of choosing subspaces, the cosine basis among them (Modoranu et al. 2025, arXiv
 * 2505.17967).
 *
 * <pre>
 *   (t − 1) mod gap = 0:   choose the subspace P for G;  m, v are kept
 *   a = G P;   m ← β₁ m + (1 − β₁) a;   v ← β₂ v + (1 − β₂) a²;   u = m/(√v + ε)
 *   W ← W − η √(1 − β₂ᵗ)/(1 − β₁ᵗ) α u Pᵀ
 *   W ← (1 − η λ) W
 * </pre>
 *
 * <p>This is {@link Fira} without its residual: what the subspace does not hold is lost. Settings
 * are {@link Fira.Config}'s; α is typically 0.25.
 */
public final class GaLore extends MatrixOptimizer {
  /** The usual α. */
  public static final double DEFAULT_SCALE = 0.25;

  /**
   * An optimizer.
   *
   * @param theta the parameters
   * @param config settings
   * @param projection this optimizer's own; GaLore's original is {@link Projection#svd()}
   */
  public GaLore(ParameterVector theta, Fira.Config config, Projection projection) {
    super(
        theta,
        config.learningRate(),
        config.weightDecay(),
        config.others(),
        config.maxSide(),
        projection,
        (view, like) -> new ProjectedAdamRule(config, view, projection, like, null));
  }

  /** η and r as given, α = 0.25, otherwise {@link Fira.Config#of}. */
  public static Fira.Config config(double learningRate, int rank) {
    Fira.Config fira = Fira.Config.of(learningRate, rank);
    return new Fira.Config(
        learningRate,
        fira.beta1(),
        fira.beta2(),
        fira.epsilon(),
        fira.weightDecay(),
        rank,
        fira.gap(),
        DEFAULT_SCALE,
        fira.maxSide());
  }
}
