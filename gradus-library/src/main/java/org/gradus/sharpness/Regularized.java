package org.gradus.sharpness;

import java.util.Objects;
import java.util.OptionalDouble;
import org.gradus.core.Evaluation;
import org.gradus.core.ModelObjective;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;

/**
 * Any optimizer on a loss with a {@link Regularizer}'s term: f + λ T in place of f. The loss it
 * reports is the whole one.
 *
 * <p>Every derivative the optimizer asks for is of f + λ T: gradients, Hessian-vector products,
 * those on a part of the mini-batch. Sophia-G's labels are drawn for f alone.
 */
public final class Regularized implements Optimizer {
  /**
   * What one step measured in its first pass.
   *
   * @param loss f
   * @param penalty T; empty while there is no term
   * @param weight λ
   */
  public record Step(double loss, OptionalDouble penalty, double weight) {
    /** f + λ T. */
    public double total() {
      return penalty.isEmpty() ? loss : loss + weight * penalty.getAsDouble();
    }
  }

  private final Optimizer base;
  private final Regularizer regularizer;
  private Step lastStep;

  /**
   * Adds a term to what an optimizer minimizes.
   *
   * @param base what updates
   * @param regularizer the term
   */
  public Regularized(Optimizer base, Regularizer regularizer) {
    this.base = Objects.requireNonNull(base, "base");
    this.regularizer = Objects.requireNonNull(regularizer, "regularizer");
  }

  @Override
  public Evaluation measure(Objective objective) {
    ModelObjective batch = ModelObjectives.require(objective, regularizer);
    try (RegularizedObjective sum =
        new RegularizedObjective(
            batch, regularizer.on(batch, parameters()), regularizer.weight())) {
      Evaluation evaluation = base.measure(sum);
      regularizer.measured(batch, sum.firstOutputs());
      lastStep = sum.first(evaluation.loss());
      return evaluation;
    }
  }

  @Override
  public void update() {
    regularizer.beforeUpdate(parameters());
    base.update();
    regularizer.afterUpdate(parameters());
  }

  /** What the last {@link #measure} found. */
  public Step lastStep() {
    if (lastStep == null) {
      throw new IllegalStateException("no step was made yet");
    }
    return lastStep;
  }

  /** The optimizer that updates. */
  public Optimizer base() {
    return base;
  }

  /** The term's source. */
  public Regularizer regularizer() {
    return regularizer;
  }

  @Override
  public ParameterVector parameters() {
    return base.parameters();
  }

  @Override
  public double learningRate() {
    return base.learningRate();
  }

  @Override
  public void learningRate(double learningRate) {
    base.learningRate(learningRate);
  }

  @Override
  public Class<? extends Objective> requires() {
    return ModelObjective.class;
  }

  @Override
  public void save(State state) {
    base.save(state.child("base"));
    regularizer.save(state.child("regularizer"));
  }

  @Override
  public void load(State state) {
    base.load(state.child("base"));
    regularizer.load(state.child("regularizer"));
  }
}
