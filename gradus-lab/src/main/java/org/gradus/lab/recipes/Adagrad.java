package org.gradus.lab.recipes;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.ParameterGroup;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;

/**
 * Adagrad (Duchi, Hazan and Singer, JMLR 2011), a baseline only: s ← s + g², θ ← θ − η g/(√s + ε)
 * with ε = 1e-10.
 */
public final class Adagrad extends FlatOptimizer {
  private static final double EPSILON = 1e-10;

  private final Tensor sum = stateVector("sum");

  /** An optimizer of these parameters. */
  public Adagrad(ParameterVector theta, double learningRate) {
    super(theta, learningRate);
  }

  @Override
  protected void update(ParameterGroup group, double learningRate) {
    Tensor gradient = part(parameters().gradient(), group);
    Tensor squares = part(sum, group).addcmul_(gradient, gradient, Scalars.of(1.0));
    part(parameters().values(), group)
        .addcdiv_(gradient, squares.sqrt().add_(Scalars.of(EPSILON)), Scalars.of(-learningRate));
  }
}
