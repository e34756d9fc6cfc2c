package org.gradus.schedule;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Evaluation;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;

/**
 * Records the gradient norm of every step and otherwise is the optimizer it wraps.
 *
 * <p>A norm is taken between the two halves of a step, so it is that of the gradient the step is
 * made of (averaged over micro-batches) before clipping, weight decay and preconditioning: what a
 * {@link Refinement} asks for. Around a sharpness-aware method it is the gradient at the displaced
 * point.
 *
 * <p>Cost per step: one pass over the gradient a norm. The record is part of the saved state.
 */
public final class GradientNormRecorder implements Optimizer {
  private static final int INITIAL_CAPACITY = 1024;

  private final Optimizer base;
  private final Map<GradientNorm, double[]> norms = new EnumMap<>(GradientNorm.class);
  private int count;

  /**
   * A recorder around an optimizer.
   *
   * @param base what measures and updates
   * @param recorded which norms, at least one
   */
  public GradientNormRecorder(Optimizer base, GradientNorm... recorded) {
    this.base = Objects.requireNonNull(base, "base");
    for (GradientNorm norm : recorded) {
      norms.put(norm, new double[INITIAL_CAPACITY]);
    }
    if (norms.isEmpty()) {
      throw new IllegalArgumentException("a recorder needs at least one norm to record");
    }
  }

  /**
   * The norms recorded, one a step, oldest first.
   *
   * @throws IllegalArgumentException if this norm is not recorded
   */
  public double[] norms(GradientNorm norm) {
    double[] recorded = norms.get(norm);
    if (recorded == null) {
      throw new IllegalArgumentException(norm + " is not recorded; recorded: " + norms.keySet());
    }
    return Arrays.copyOf(recorded, count);
  }

  @Override
  public Evaluation measure(Objective objective) {
    Evaluation evaluation = base.measure(objective);
    norms.replaceAll((norm, recorded) -> with(recorded, norm.of(parameters().gradient())));
    count++;
    return evaluation;
  }

  private double[] with(double[] recorded, double value) {
    double[] room =
        count < recorded.length ? recorded : Arrays.copyOf(recorded, 2 * recorded.length);
    room[count] = value;
    return room;
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
    return base.requires();
  }

  @Override
  public void save(State state) {
    base.save(state.child("base"));
    try (PointerScope scope = new PointerScope()) {
      norms.keySet().forEach(norm -> state.put(norm.name(), Tensor.create(norms(norm))));
    }
  }

  @Override
  public void load(State state) {
    base.load(state.child("base"));
    norms.replaceAll((norm, old) -> doubles(state.tensor(norm.name())));
    count = (int) state.tensor(norms.keySet().iterator().next().name()).numel();
  }

  private static double[] doubles(Tensor stored) {
    try (PointerScope scope = new PointerScope()) {
      double[] values = new double[(int) stored.numel()];
      stored.to(ScalarType.Double).contiguous().data_ptr_double().get(values);
      return values.length < INITIAL_CAPACITY ? Arrays.copyOf(values, INITIAL_CAPACITY) : values;
    }
  }
}
