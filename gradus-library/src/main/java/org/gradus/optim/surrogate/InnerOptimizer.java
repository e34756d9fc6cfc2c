package org.gradus.optim.surrogate;

import java.util.Objects;
import java.util.function.Function;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;

/** Any optimizer as inner solver, made anew for every surrogate. */
public final class InnerOptimizer implements InnerSolver {
  private final Function<ParameterVector, Optimizer> maker;

  /** A solver that steps with these optimizers; they are given an objective, not its outputs. */
  public InnerOptimizer(Function<ParameterVector, Optimizer> maker) {
    this.maker = Objects.requireNonNull(maker, "maker");
  }

  @Override
  public Result minimise(Surrogate surrogate, ParameterVector theta, int steps) {
    Optimizer optimizer = maker.apply(theta);
    for (int i = 0; i < steps; i++) {
      if (optimizer.measure(surrogate).gradientNorm() <= STATIONARY) {
        return new Result(i, false);
      }
      optimizer.update();
    }
    return new Result(steps, false);
  }

  /** Nothing: no optimizer outlives its surrogate. */
  @Override
  public void save(State state) {}

  /** Nothing, as in {@link #save}. */
  @Override
  public void load(State state) {}
}
