package org.gradus.optim.lowrank;

import java.util.Objects;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Tensors;

/**
 * Dion: orthonormalised momentum by one step of power iteration (Ahn, Xu, Abreu et al. 2025, arXiv
 * 2504.05295), the method {@link Trion} is measured against.
 *
 * <pre>
 *   B = M + G
 *   P = the Q factor of B Q,   R = Bᵀ P
 *   M ← B − (1 − μ) P Rᵀ
 *   Q ← columns of R, each divided by its length + 1e-8
 *   W ← (1 − η λ) W − η s P Qᵀ
 * </pre>
 *
 * <p>Written for a matrix at least as tall as wide; others are transposed. Q starts as the
 * orthonormal factor of normal draws. Other parameters get AdamW as in {@link Trion}, whose
 * settings these are.
 *
 * <p>State: M, a matrix of the parameter's size, and Q of shape [n, r].
 */
public final class Dion extends MatrixOptimizer {
  private static final double DELTA = 1e-8;

  /**
   * An optimizer.
   *
   * @param theta the parameters
   * @param config settings; Dion's own scale is {@link StepScale#DION}
   * @param random draws the first Q of each matrix, in the order of the parameters
   */
  public Dion(ParameterVector theta, Trion.Config config, RandomSource random) {
    super(
        theta,
        config.learningRate(),
        config.weightDecay(),
        config.others(),
        config.maxSide(),
        null,
        (view, like) -> new Rule(config, view, Objects.requireNonNull(random, "random"), like));
  }

  /** One matrix. */
  private static final class Rule implements MatrixRule {
    private final Trion.Config config;
    private final double scale;
    private final Tensor momentum;
    private final Tensor q;

    Rule(Trion.Config config, MatrixView view, RandomSource random, Tensor like) {
      this.config = config;
      scale = config.scale().of(view.out(), view.rest());
      momentum =
          Tensors.keep(torch.zeros(new long[] {view.rows(), view.columns()}, like.options()));
      long[] shape = {view.columns(), rank(config.rank(), view)};
      q = Tensors.keep(Factors.orthonormal(random.normal(shape, like.options())));
    }

    @Override
    public void step(Tensor weight, Tensor gradient, double learningRate, double decay) {
      momentum.add_(gradient);
      Tensor p = Factors.orthonormal(momentum.mm(q));
      Tensor r = momentum.t().mm(p);
      momentum.sub_(p.mm(r.t()), Scalars.of(1 - config.momentum()));
      Tensor lengths = r.norm(new ScalarOptional(Scalars.of(2.0)), new long[] {0}, true);
      q.copy_(r.div(lengths.add_(Scalars.of(DELTA))));
      weight.mul_(Scalars.of(1 - learningRate * decay));
      weight.sub_(p.mm(q.t()), Scalars.of(learningRate * scale));
    }

    @Override
    public long bytes() {
      return MatrixOptimizer.bytes(momentum) + MatrixOptimizer.bytes(q);
    }

    @Override
    public void save(State state) {
      state.put("momentum", momentum);
      state.put("q", q);
    }

    @Override
    public void load(State state) {
      state.copyInto("momentum", momentum);
      state.copyInto("q", q);
    }
  }
}
