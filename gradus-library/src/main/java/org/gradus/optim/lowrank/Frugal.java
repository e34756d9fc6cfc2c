package org.gradus.optim.lowrank;

import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Tensors;
import org.gradus.optim.AdamW;

/**
 * FRUGAL: Adam in a subspace, signs in the rest (Zmushko et al. 2025, arXiv 2411.07837), here with
 * any way of choosing subspaces, the cosine basis among them (Modoranu et al. 2025, arXiv
 * 2505.17967).
 *
 * <pre>
 *   W ← (1 − η λ) W
 *   (t − 1) mod gap = 0:   choose the subspace P for G;  m, v, s ← 0
 *   s ← s + 1;   a = G P;   m ← β₁ m + (1 − β₁) a;   v ← β₂ v + (1 − β₂) a²
 *   u = m̂ / (√v̂ + ε),      m̂ = m/(1 − β₁ˢ),  v̂ = v/(1 − β₂ˢ)
 *   W ← W − η u Pᵀ − η c rest(G − a Pᵀ)          rest: sign, identity or nothing
 * </pre>
 *
 * <p>Written for a matrix at least as tall as wide; others are transposed. Other parameters get
 * AdamW. Where r = n nothing is left but rounding, whose sign is not small: the residual term is
 * skipped there, and in float64 entries of at most 1e-14 max|G| count as 0.
 *
 * <p>State for a matrix of sides m ≥ n: 2 m r numbers and the subspace. Cost per step: one
 * gradient, a choice every gap steps, projection and two reconstructions.
 */
public final class Frugal extends MatrixOptimizer {
  /** What happens to the part of the gradient outside the subspace. */
  public enum Residual {
    /** Its signs are followed. */
    SIGN,
    /** It is followed as it is. */
    GRADIENT,
    /** Nothing. */
    NONE
  }

  private static final double ROUNDING = 1e-14;

  /**
   * Settings.
   *
   * @param learningRate η ≥ 0
   * @param beta1 β₁ in [0, 1)
   * @param beta2 β₂ in [0, 1)
   * @param epsilon ε ≥ 0
   * @param weightDecay λ ≥ 0, decoupled, applied first
   * @param density ρ in (0, 1]: r = round(n ρ), at least 1
   * @param gap steps between choices of the subspace, at least 1
   * @param residual what follows the rest of the gradient
   * @param residualScale c ≥ 0
   * @param maxSide matrices with a side of at least this get AdamW
   */
  public record Config(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      double density,
      int gap,
      Residual residual,
      double residualScale,
      int maxSide) {
    /** Checks the ranges. */
    public Config {
      new AdamW.Config(learningRate, beta1, beta2, epsilon, weightDecay);
      if (!(density > 0 && density <= 1)) {
        throw Check.invalid("density", density, "in (0, 1]");
      }
      Check.atLeast("gap", gap, 1);
      Objects.requireNonNull(residual, "residual");
      Check.nonNegative("residualScale", residualScale);
      Check.atLeast("maxSide", maxSide, 1);
    }

    /**
     * η as given; β₁ = 0.9, β₂ = 0.999, ε = 1e-8, no weight decay, ρ = 0.25, gap 200, signs with c
     * = 1.
     */
    public static Config of(double learningRate) {
      return new Config(
          learningRate,
          0.9,
          0.999,
          1e-8,
          0,
          0.25,
          200,
          Residual.SIGN,
          1,
          MatrixOptimizer.DEFAULT_MAX_SIDE);
    }

    private AdamW.Config others() {
      return new AdamW.Config(learningRate, beta1, beta2, epsilon, weightDecay);
    }
  }

  /**
   * An optimizer.
   *
   * @param theta the parameters
   * @param config settings
   * @param projection this optimizer's own; FRUGAL's original is {@link Projection#svd()}
   */
  public Frugal(ParameterVector theta, Config config, Projection projection) {
    super(
        theta,
        config.learningRate(),
        config.weightDecay(),
        config.others(),
        config.maxSide(),
        projection,
        (view, like) -> new Rule(config, view, projection, like));
  }

  /** One matrix. */
  private static final class Rule implements MatrixRule {
    private final Config config;
    private final Projector projector;
    private final Moments moments;
    private final boolean whole;
    private long t;
    private long sinceRefresh;

    Rule(Config config, MatrixView view, Projection projection, Tensor like) {
      this.config = config;
      int rank = (int) Math.max(1, Math.round(view.columns() * config.density()));
      whole = rank == view.columns();
      projector = projection.projector(view.columns(), rank, like);
      moments =
          new Moments(view.rows(), rank, like, config.beta1(), config.beta2(), config.epsilon());
    }

    @Override
    public void step(Tensor weight, Tensor gradient, double learningRate, double decay) {
      weight.mul_(Scalars.of(1 - learningRate * decay));
      Tensor a = coordinates(gradient);
      t++;
      sinceRefresh++;
      moments.take(a);
      weight.sub_(projector.reconstruct(moments.corrected(sinceRefresh)), Scalars.of(learningRate));
      if (!whole && config.residual() != Residual.NONE) {
        Tensor rest = gradient.sub(projector.reconstruct(a));
        Tensor step = config.residual() == Residual.SIGN ? sign(rest, gradient) : rest;
        weight.sub_(step, Scalars.of(learningRate * config.residualScale()));
      }
    }

    private Tensor coordinates(Tensor gradient) {
      if (t % config.gap() != 0) {
        return projector.project(gradient);
      }
      moments.reset();
      sinceRefresh = 0;
      return projector.refresh(gradient).coordinates();
    }

    private static Tensor sign(Tensor rest, Tensor gradient) {
      if (Tensors.type(rest) == ScalarType.Double) {
        Tensor noise = gradient.abs().max().mul_(Scalars.of(ROUNDING));
        rest.mul_(rest.abs().gt(noise));
      }
      return rest.sign_();
    }

    @Override
    public long bytes() {
      return projector.bytes() + moments.bytes();
    }

    @Override
    public void save(State state) {
      state.put("t", t);
      state.put("sinceRefresh", sinceRefresh);
      projector.save(state);
      moments.save(state);
    }

    @Override
    public void load(State state) {
      t = state.whole("t");
      sinceRefresh = state.whole("sinceRefresh");
      projector.load(state);
      moments.load(state);
    }
  }
}
