package org.gradus.lab.recipes.sso;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Evaluation;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.Objective;
import org.gradus.core.ParameterGroup;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;

/**
 * SGD with a stochastic Armijo search (SLS; Vaswani et al., NeurIPS 2019), a baseline only: each
 * step starts from twice the last one and is shortened by 0.9 while f(θ − a g) &gt; f(θ) − c a
 * ‖g‖², at most 100 times.
 */
final class LineSearchSgd extends FlatOptimizer {
  private static final double SHRINK = 0.9;
  private static final int TRIALS = 100;

  private final double decrease;
  private double step;

  /** The first trial is twice the learning rate. */
  LineSearchSgd(ParameterVector theta, double learningRate, double decrease) {
    super(theta, learningRate);
    this.decrease = decrease;
    step = learningRate;
  }

  @Override
  public Evaluation measure(Objective objective) {
    Evaluation here = objective.gradient(parameters());
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor x = parameters().values().detach().clone();
      double squares = here.gradientNorm() * here.gradientNorm();
      step *= 2;
      for (int trial = 0; trial < TRIALS; trial++) {
        parameters().values().copy_(x).add_(parameters().gradient(), Scalars.of(-step));
        if (objective.loss().item_double() <= here.loss() - decrease * step * squares) {
          break;
        }
        step *= SHRINK;
      }
      parameters().values().copy_(x);
    }
    return here;
  }

  @Override
  protected void update(ParameterGroup group, double learningRate) {
    part(parameters().values(), group)
        .add_(part(parameters().gradient(), group), Scalars.of(-step));
  }
}
