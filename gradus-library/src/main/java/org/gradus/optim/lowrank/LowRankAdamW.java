package org.gradus.optim.lowrank;

import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.optim.AdamW;

/**
 * AdamW with its moments in a subspace of each matrix; with the cosine basis it is DCT-AdamW
 * (Modoranu, Safaryan, Schultheis and Alistarh 2025, arXiv 2505.17967).
 *
 * <pre>
 *   W ← (1 − η λ) W
 *   A = G (+ E with error feedback)
 *   t = 1 or t mod gap = 0:   choose the subspace P for A
 *   a = A P
 *   E ← A − a Pᵀ                                  (stored in 8 or 4 bits if asked)
 *   chosen anew, t &gt; 1, rotate:   m ← m (P_beforeᵀ P),  v ← |v (P_beforeᵀ P)|
 *   m ← β₁ m + (1 − β₁) a,   v ← β₂ v + (1 − β₂) a²
 *   u = m̂ / (√v̂ + ε),        m̂ = m/(1 − β₁ᵗ),  v̂ = v/(1 − β₂ᵗ)
 *   W ← W − η u Pᵀ
 * </pre>
 *
 * <p>Written for a matrix at least as tall as wide; others are transposed. Other parameters get
 * AdamW with the same settings. The released code does not rotate by default, which mixes the
 * moments of different directions; here it is on.
 *
 * <p>State for a matrix of sides m ≥ n: 2 m r numbers and the subspace (r whole numbers), with full
 * error feedback m n more; one n × n matrix for each n. Cost per step: one gradient, 2 m n² flops
 * at a choice, and 2 m n r for the reconstruction (twice with error feedback).
 */
public final class LowRankAdamW extends MatrixOptimizer {
  /**
   * Settings.
   *
   * @param learningRate η ≥ 0
   * @param beta1 β₁ in [0, 1)
   * @param beta2 β₂ in [0, 1)
   * @param epsilon ε ≥ 0
   * @param weightDecay λ ≥ 0, decoupled, applied first
   * @param rank r ≥ 1; matrices with a smaller side use that
   * @param gap steps between choices of the subspace, at least 1
   * @param rotate whether moments are carried over to a new subspace
   * @param errorFeedback whether what the projection loses is added to the next gradient
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
      boolean rotate,
      ErrorFeedback errorFeedback,
      int maxSide) {
    /** Checks the ranges. */
    public Config {
      new AdamW.Config(learningRate, beta1, beta2, epsilon, weightDecay);
      Check.atLeast("rank", rank, 1);
      Check.atLeast("gap", gap, 1);
      Objects.requireNonNull(errorFeedback, "errorFeedback");
      Check.atLeast("maxSide", maxSide, 1);
    }

    /**
     * η and r as given; β₁ = 0.9, β₂ = 0.999, ε = 1e-8, a choice at every step, no error feedback
     * (the released code's), no weight decay, rotating.
     */
    public static Config of(double learningRate, int rank) {
      return new Config(
          learningRate,
          0.9,
          0.999,
          1e-8,
          0,
          rank,
          1,
          true,
          ErrorFeedback.NONE,
          MatrixOptimizer.DEFAULT_MAX_SIDE);
    }

    private AdamW.Config others() {
      return new AdamW.Config(learningRate, beta1, beta2, epsilon, weightDecay);
    }
  }

  /** DCT-AdamW. */
  public LowRankAdamW(ParameterVector theta, Config config) {
    this(theta, config, Projection.dct());
  }

  /**
   * The same with any way of choosing subspaces.
   *
   * @param theta the parameters
   * @param config settings
   * @param projection this optimizer's own
   */
  public LowRankAdamW(ParameterVector theta, Config config, Projection projection) {
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
    private final ErrorBuffer error;
    private long t;

    Rule(Config config, MatrixView view, Projection projection, Tensor like) {
      this.config = config;
      int rank = rank(config.rank(), view);
      projector = projection.projector(view.columns(), rank, like);
      moments =
          new Moments(view.rows(), rank, like, config.beta1(), config.beta2(), config.epsilon());
      error =
          config.errorFeedback() == ErrorFeedback.NONE
              ? null
              : new ErrorBuffer(view, config.errorFeedback(), like);
    }

    @Override
    public void step(Tensor weight, Tensor gradient, double learningRate, double decay) {
      t++;
      weight.mul_(Scalars.of(1 - learningRate * decay));
      Tensor a = coordinates(error == null ? gradient : gradient.add(error.get()));
      moments.take(a);
      weight.sub_(projector.reconstruct(moments.corrected(t)), Scalars.of(learningRate));
    }

    /** Of A; keeps the error and carries the moments over. */
    private Tensor coordinates(Tensor matrix) {
      if (t > 1 && t % config.gap() != 0) {
        Tensor a = projector.project(matrix);
        keep(matrix, a);
        return a;
      }
      Projector.Refreshed chosen = projector.refresh(matrix);
      keep(matrix, chosen.coordinates());
      if (t > 1 && config.rotate()) {
        moments.transfer(chosen.transfer());
      }
      return chosen.coordinates();
    }

    private void keep(Tensor matrix, Tensor a) {
      if (error != null) {
        error.set(matrix.sub(projector.reconstruct(a)));
      }
    }

    @Override
    public long bytes() {
      return projector.bytes() + moments.bytes() + (error == null ? 0 : error.bytes());
    }

    @Override
    public void save(State state) {
      state.put("t", t);
      projector.save(state);
      moments.save(state);
      if (error != null) {
        error.save(state);
      }
    }

    @Override
    public void load(State state) {
      t = state.whole("t");
      projector.load(state);
      moments.load(state);
      if (error != null) {
        error.load(state);
      }
    }
  }
}
