package org.gradus.optim.lowrank;

import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Check;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Tensors;
import org.gradus.optim.AdamW;

/**
 * Trion: orthogonalised momentum in a subspace chosen from the cosine basis (Modoranu, Safaryan,
 * Schultheis and Alistarh, later versions of arXiv 2505.17967).
 *
 * <pre>
 *   M ← M + G
 *   choose the subspace P for M;   a = M P
 *   M ← M − (1 − μ) a Pᵀ
 *   O = NewtonSchulz₅(a)
 *   W ← (1 − η λ) W − η s O Pᵀ            s by the shape of W
 * </pre>
 *
 * <p>Written for a matrix at least as tall as wide; others are transposed, with the same basis on
 * both sides. Other parameters get AdamW with β 0.9 and 0.95, ε = 1e-10 and a learning rate that
 * follows η in proportion. With r = n it is Muon without Nesterov's form.
 *
 * <p>State: M, a matrix of the parameter's size, and r whole numbers. Cost per step: one gradient,
 * 2 m n² flops for the choice, 4 m n r for two reconstructions, and the iteration on m × r.
 */
public final class Trion extends MatrixOptimizer {
  /**
   * Settings.
   *
   * @param learningRate η ≥ 0
   * @param momentum μ in [0, 1)
   * @param weightDecay λ ≥ 0, decoupled
   * @param rank r ≥ 1; matrices with a smaller side use that
   * @param scale s
   * @param otherLearningRate of the parameters AdamW moves, while matrices' is {@code learningRate}
   * @param maxSide matrices with a side of at least this get AdamW
   */
  public record Config(
      double learningRate,
      double momentum,
      double weightDecay,
      int rank,
      StepScale scale,
      double otherLearningRate,
      int maxSide) {
    /** Checks the ranges. */
    public Config {
      Check.nonNegative("learningRate", learningRate);
      Check.decay("momentum", momentum);
      Check.nonNegative("weightDecay", weightDecay);
      Check.atLeast("rank", rank, 1);
      Objects.requireNonNull(scale, "scale");
      Check.nonNegative("otherLearningRate", otherLearningRate);
      Check.atLeast("maxSide", maxSide, 1);
    }

    /**
     * η and r as given (the paper's η is 0.02); μ = 0.95, no weight decay, Jordan's scale, AdamW at
     * 3e-4 for the rest when η is 0.02.
     */
    public static Config of(double learningRate, int rank) {
      return new Config(
          learningRate,
          0.95,
          0,
          rank,
          StepScale.KJ,
          learningRate * 0.015,
          MatrixOptimizer.DEFAULT_MAX_SIDE);
    }

    AdamW.Config others() {
      return new AdamW.Config(otherLearningRate, 0.9, 0.95, 1e-10, weightDecay);
    }
  }

  /** Trion. */
  public Trion(ParameterVector theta, Config config) {
    this(theta, config, Projection.dct());
  }

  /**
   * Trion with any way of choosing subspaces.
   *
   * @param theta the parameters
   * @param config settings
   * @param projection this optimizer's own
   */
  public Trion(ParameterVector theta, Config config, Projection projection) {
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
    private final double scale;
    private final Projector projector;
    private final Tensor momentum;

    Rule(Config config, MatrixView view, Projection projection, Tensor like) {
      this.config = config;
      scale = config.scale().of(view.out(), view.rest());
      projector = projection.projector(view.columns(), rank(config.rank(), view), like);
      momentum =
          Tensors.keep(torch.zeros(new long[] {view.rows(), view.columns()}, like.options()));
    }

    @Override
    public void step(Tensor weight, Tensor gradient, double learningRate, double decay) {
      momentum.add_(gradient);
      Tensor a = projector.refresh(momentum).coordinates();
      momentum.sub_(projector.reconstruct(a), Scalars.of(1 - config.momentum()));
      Tensor direction = projector.reconstruct(NewtonSchulz.orthogonalise(a));
      weight.mul_(Scalars.of(1 - learningRate * decay));
      weight.sub_(direction, Scalars.of(learningRate * scale));
    }

    @Override
    public long bytes() {
      return projector.bytes() + MatrixOptimizer.bytes(momentum);
    }

    @Override
    public void save(State state) {
      state.put("momentum", momentum);
      projector.save(state);
    }

    @Override
    public void load(State state) {
      state.copyInto("momentum", momentum);
      projector.load(state);
    }
  }
}
