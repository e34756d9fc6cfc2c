package org.gradus.optim.lowrank;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Scalars;
import org.gradus.core.State;

/** The rule {@link Fira} and {@link GaLore} share. */
final class ProjectedAdamRule implements MatrixRule {
  private final Fira.Config config;
  private final Projector projector;
  private final Moments moments;
  private final ResidualLimiter limiter;
  private long t;

  /** With a residual term if there is a limiter for it. */
  ProjectedAdamRule(
      Fira.Config config,
      MatrixView view,
      Projection projection,
      Tensor like,
      ResidualLimiter limiter) {
    this.config = config;
    this.limiter = limiter;
    int rank = MatrixOptimizer.rank(config.rank(), view);
    projector = projection.projector(view.columns(), rank, like);
    moments =
        new Moments(view.rows(), rank, like, config.beta1(), config.beta2(), config.epsilon());
  }

  @Override
  public void step(Tensor weight, Tensor gradient, double learningRate, double decay) {
    Tensor a =
        t % config.gap() == 0
            ? projector.refresh(gradient).coordinates()
            : projector.project(gradient);
    t++;
    moments.take(a);
    Tensor u = moments.plain();
    Tensor step = projector.reconstruct(u).mul_(Scalars.of(config.scale()));
    if (limiter != null) {
      Tensor rest = gradient.sub(projector.reconstruct(a), Scalars.of(config.scale()));
      step.add_(limiter.limit(rest.mul_(ResidualLimiter.ratio(u, a))));
    }
    weight.sub_(step, Scalars.of(learningRate * moments.correction(t)));
    weight.mul_(Scalars.of(1 - learningRate * decay));
  }

  @Override
  public long bytes() {
    return projector.bytes() + moments.bytes() + (limiter == null ? 0 : Double.BYTES);
  }

  @Override
  public void save(State state) {
    state.put("t", t);
    projector.save(state);
    moments.save(state);
    if (limiter != null) {
      limiter.save(state);
    }
  }

  @Override
  public void load(State state) {
    t = state.whole("t");
    projector.load(state);
    moments.load(state);
    if (limiter != null) {
      limiter.load(state);
    }
  }
}
