package org.gradus.sharpness;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Stateful;

/** v ← a v + (1 − a) θ, started at θ. With a = 0 it is a copy, with a = 1 it never changes. */
final class WeightAverage implements Stateful {
  private final double decay;
  private final Tensor average;

  WeightAverage(ParameterVector theta, double decay) {
    this.decay = Check.between("decay", decay, 0, 1);
    average = theta.newVector();
    restart(theta);
  }

  void update(ParameterVector theta) {
    if (decay == 1) {
      return;
    }
    if (decay == 0) {
      restart(theta);
      return;
    }
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      average.lerp_(theta.values(), Scalars.of(1 - decay));
    }
  }

  void restart(ParameterVector theta) {
    try (NoGradGuard guard = new NoGradGuard()) {
      average.copy_(theta.values());
    }
  }

  /** v, a vector of shape [d]. */
  Tensor values() {
    return average;
  }

  @Override
  public void save(State state) {
    state.put("average", average);
  }

  @Override
  public void load(State state) {
    state.copyInto("average", average);
  }
}
