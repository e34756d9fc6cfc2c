package org.gradus.optim.lowrank;

import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Stateful;
import org.gradus.core.Tensors;

/** Fira's limit on how fast the residual's norm may grow from one step to the next. */
final class ResidualLimiter implements Stateful {
  private static final double GROWTH = 1.01;
  private static final double DELTA = 1e-8;

  private double previous;

  /** φ: the length of each row of the step over that of the coordinates. */
  static Tensor ratio(Tensor step, Tensor coordinates) {
    return rows(step).div_(rows(coordinates).add_(Scalars.of(DELTA)));
  }

  private static Tensor rows(Tensor matrix) {
    return matrix.norm(new ScalarOptional(Scalars.of(2.0)), new long[] {1}, true);
  }

  /** Scales a residual, in place; the first that is not zero passes. */
  Tensor limit(Tensor residual) {
    double norm = Tensors.norm(residual);
    if (previous > 0) {
      double excess = Math.max(norm / (previous + DELTA), GROWTH) / GROWTH;
      residual.div_(Scalars.of(excess));
      norm /= excess;
    }
    if (norm > 0) {
      previous = norm;
    }
    return residual;
  }

  @Override
  public void save(State state) {
    state.put("residualNorm", previous);
  }

  @Override
  public void load(State state) {
    previous = state.number("residualNorm");
  }
}
