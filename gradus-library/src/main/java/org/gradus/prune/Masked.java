package org.gradus.prune;

import java.util.Objects;
import org.gradus.core.Evaluation;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;
import org.gradus.core.Tensors;

/**
 * An optimizer that leaves pruned weights at 0: their gradients are 0 after each measure, and they
 * are set to 0 again after each update, whatever momentum or decay would do to them.
 */
public final class Masked implements Optimizer {
  private final Optimizer base;
  private final PruningMask mask;

  /**
   * Wraps an optimizer.
   *
   * @param base trains the surviving weights
   * @param mask of the same parameters; pruning may go on while training
   */
  public Masked(Optimizer base, PruningMask mask) {
    this.base = Objects.requireNonNull(base, "base");
    this.mask = Objects.requireNonNull(mask, "mask");
    if (mask.parameters() != base.parameters()) {
      throw new IllegalArgumentException("mask and optimizer are of different parameter vectors");
    }
  }

  @Override
  public Evaluation measure(Objective objective) {
    Evaluation evaluation = base.measure(objective);
    mask.zero(parameters().gradient());
    return new Evaluation(evaluation.loss(), Tensors.norm(parameters().gradient()));
  }

  @Override
  public void update() {
    base.update();
    mask.apply();
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
    return base.requires();
  }

  @Override
  public void save(State state) {
    base.save(state.child("base"));
    mask.save(state.child("mask"));
  }

  @Override
  public void load(State state) {
    base.load(state.child("base"));
    mask.load(state.child("mask"));
  }
}
