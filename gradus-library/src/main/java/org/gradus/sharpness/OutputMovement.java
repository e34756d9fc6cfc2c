package org.gradus.sharpness;

import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.ModelObjective;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;

/**
 * The distance between a model's outputs and a target's, times a scale. Cost: the target's forward
 * pass, without gradient.
 */
public final class OutputMovement implements TrustDistance {
  private final OutputTarget target;
  private final OutputDistance distance;
  private final double scale;

  /** The forward divergence from a target, unscaled. */
  public OutputMovement(OutputTarget target) {
    this(target, OutputDistance.FORWARD_KL, 1);
  }

  /**
   * A distance from a target.
   *
   * @param target what the outputs are compared with
   * @param distance how
   * @param scale a factor of at least 0; TRAM's released code has 1/(classes · batch size), which
   *     makes the distance tiny
   */
  public OutputMovement(OutputTarget target, OutputDistance distance, double scale) {
    this.target = Objects.requireNonNull(target, "target");
    this.distance = Objects.requireNonNull(distance, "distance");
    this.scale = Check.nonNegative("scale", scale);
  }

  @Override
  public double measure(ModelObjective batch, Tensor outputs, ParameterVector theta) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor other = target.on(batch, theta).outputs(batch);
      return scale * distance.measure(batch.likelihood(), other, outputs, batch.targets());
    }
  }

  @Override
  public void beforeUpdate(ParameterVector theta) {
    target.beforeUpdate(theta);
  }

  @Override
  public void save(State state) {
    target.save(state);
  }

  @Override
  public void load(State state) {
    target.load(state);
  }
}
