package org.gradus.lab.recipes.useful;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Evaluation;
import org.gradus.core.Likelihood;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.State;
import org.gradus.train.BatchObjective;

/**
 * An optimizer that sees each example's cross-entropy times a weight: the mean over the batch of
 * ω_i ℓ_i. A baseline only.
 */
final class WeightedLoss implements Optimizer {
  private final Optimizer base;
  private final double[] weights;

  /** Weights ω, one an example by its id. */
  WeightedLoss(Optimizer base, double[] weights) {
    this.base = base;
    this.weights = weights;
  }

  @Override
  public Evaluation measure(Objective objective) {
    return base.measure(new Weighted((BatchObjective) objective, weights));
  }

  private record Weighted(BatchObjective batch, double[] weights) implements PredictiveObjective {
    @Override
    public Tensor loss(Tensor outputs) {
      long[] ids = batch.batch().ids();
      double[] own = new double[ids.length];
      for (int i = 0; i < own.length; i++) {
        own[i] = weights[(int) ids[i]];
      }
      Tensor chosen = outputs.log_softmax(1).gather(1, targets().unsqueeze(1)).squeeze(1);
      return chosen.mul(Tensor.create(own).to(outputs.scalar_type())).mean().neg();
    }

    @Override
    public Tensor outputs() {
      return batch.outputs();
    }

    @Override
    public Tensor targets() {
      return batch.targets();
    }

    @Override
    public Likelihood likelihood() {
      return batch.likelihood();
    }
  }

  @Override
  public void update() {
    base.update();
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
    return BatchObjective.class;
  }

  @Override
  public void save(State state) {
    base.save(state.child("base"));
  }

  @Override
  public void load(State state) {
    base.load(state.child("base"));
  }
}
