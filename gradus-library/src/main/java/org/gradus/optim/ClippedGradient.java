package org.gradus.optim;

import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.gradus.core.Evaluation;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;

/**
 * Coordinate-wise clipping in front of any optimizer: the base sees clip(g) wherever it would see
 * g.
 *
 * <p>This is clipped SGD around {@link Sgd} and clipped Lion around {@link Lion}. Adam and {@link
 * Adafactor} keep the raw gradient for their second moment: {@link ClippedAdam}. A base that adds
 * weight decay to the gradient adds it after the clip.
 *
 * <p>The gradient is clipped in place at {@link #update}, after whatever else was done to it
 * between the halves of the step. With share 0 it is its base bit for bit.
 */
public final class ClippedGradient implements Optimizer {
  private final Optimizer base;
  private final Clipper clipper;

  /** Puts a clip in front of a base. */
  public ClippedGradient(Optimizer base, CoordinateClip clip) {
    this.base = Objects.requireNonNull(base, "base");
    clipper = new Clipper(base.parameters(), Objects.requireNonNull(clip, "clip"));
  }

  @Override
  public Evaluation measure(Objective objective) {
    return base.measure(objective);
  }

  /**
   * Clips {@link ParameterVector#gradient()} and updates.
   *
   * @throws NonFiniteException if the gradient is not finite; nothing has moved then
   */
  @Override
  public void update() {
    try (PointerScope scope = new PointerScope()) {
      clipper.apply(parameters().gradient());
    }
    base.update();
  }

  /** The optimizer that updates. */
  public Optimizer base() {
    return base;
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
  }

  @Override
  public void load(State state) {
    base.load(state.child("base"));
  }
}
