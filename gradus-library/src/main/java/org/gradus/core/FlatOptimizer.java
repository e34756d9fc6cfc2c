package org.gradus.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * What update rules over the flat vector share: the learning rate, the step count, named state
 * vectors with their saving and loading, and the loop over parameter groups. A method adds its
 * rule.
 */
public abstract class FlatOptimizer implements Optimizer {
  private final ParameterVector theta;
  private final Map<String, Tensor> vectors = new LinkedHashMap<>();
  private double learningRate;
  private long steps;

  /**
   * An optimizer of these parameters.
   *
   * @param theta the parameters
   * @param learningRate the first learning rate, a finite number of at least 0
   */
  protected FlatOptimizer(ParameterVector theta, double learningRate) {
    this.theta = Objects.requireNonNull(theta, "theta");
    learningRate(learningRate);
  }

  /** A state vector of shape [d], zero at first, saved and loaded under this name. */
  protected final Tensor stateVector(String name) {
    return vectors.computeIfAbsent(name, n -> theta.newVector());
  }

  /** By default one gradient. */
  @Override
  public Evaluation measure(Objective objective) {
    return objective.gradient(theta);
  }

  @Override
  public final void update() {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      steps++;
      prepare();
      for (ParameterGroup group : theta.groups()) {
        update(group, learningRate * group.learningRateScale());
      }
    }
  }

  /** A step that is refused leaves no trace. */
  private void prepare() {
    try {
      beforeUpdate();
    } catch (RuntimeException e) {
      steps--;
      throw e;
    }
  }

  /**
   * What a step does once, before the rule is applied to each group; by default nothing. It may
   * refuse the step by an exception as long as it has changed no state.
   */
  protected void beforeUpdate() {}

  /**
   * Applies the rule to one group. {@link #steps()} already counts this step, so it is 1 at first.
   *
   * @param group the range of θ
   * @param learningRate the learning rate of this group
   */
  protected abstract void update(ParameterGroup group, double learningRate);

  /** The group's part of a vector of shape [d], as a view. */
  protected static Tensor part(Tensor vector, ParameterGroup group) {
    return group.length() == vector.numel()
        ? vector
        : vector.narrow(0, group.offset(), group.length());
  }

  @Override
  public final ParameterVector parameters() {
    return theta;
  }

  /** The number of updates made. */
  public final long steps() {
    return steps;
  }

  @Override
  public final double learningRate() {
    return learningRate;
  }

  @Override
  public final void learningRate(double learningRate) {
    this.learningRate = Check.nonNegative("learningRate", learningRate);
  }

  @Override
  public void save(State state) {
    state.put("steps", steps);
    state.put("learningRate", learningRate);
    vectors.forEach(state::put);
  }

  @Override
  public void load(State state) {
    vectors.forEach((name, vector) -> state.copyInto(name, vector));
    learningRate = state.number("learningRate");
    steps = state.whole("steps");
  }
}
