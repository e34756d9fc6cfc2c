package org.gradus.optim.surrogate;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Evaluation;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;

/**
 * Gradient descent with a backtracking line search, the inner solver of the official code.
 *
 * <p>Every step, the first included, tries a = previous · expand^(1/slowness) and then 0.9 a, 0.81
 * a, …: the first with s(θ − a g) ≤ s(θ) − c a ‖g‖² is taken and is the next step's previous. It
 * gives up after 100 trials or below 1e-6, and then leaves θ where it is (the official code takes
 * the rejected step). It ends at ‖g‖ ≤ 1e-6.
 */
public final class ArmijoDescent implements InnerSolver {
  private static final double FIRST = 10;
  private static final double SHRINK = 0.9;
  private static final double LEAST = 1e-6;
  private static final int TRIALS = 100;

  /**
   * Settings.
   *
   * @param decrease c in (0, 1)
   * @param expand at least 1
   * @param slowness at least 1; batches per epoch in the official code's option
   * @param reset whether the step of a new surrogate starts from 10 again, rather than from the
   *     last surrogate's
   */
  public record Config(double decrease, double expand, int slowness, boolean reset) {
    /** Checks the ranges. */
    public Config {
      if (!(decrease > 0 && decrease < 1)) {
        throw Check.invalid("decrease", decrease, "in (0, 1)");
      }
      Check.between("expand", expand, 1, Double.MAX_VALUE);
      Check.atLeast("slowness", slowness, 1);
    }

    /** c = 0.1, expand = 2, as in the paper's experiments; the official class has 0.5 and 1.8. */
    public static Config standard() {
      return new Config(0.1, 2, 1, true);
    }
  }

  private final Config config;
  private final double growth;
  private double previous = FIRST;
  private long trials;

  /** A solver. */
  public ArmijoDescent(Config config) {
    this.config = config;
    growth = Math.pow(config.expand(), 1.0 / config.slowness());
  }

  @Override
  public Result minimise(Surrogate surrogate, ParameterVector theta, int steps) {
    double step = config.reset() ? FIRST : previous;
    try (PointerScope scope = new PointerScope()) {
      Tensor x = theta.values().detach().clone();
      for (int i = 0; i < steps; i++) {
        Evaluation here = surrogate.gradient(theta);
        if (here.gradientNorm() <= STATIONARY) {
          return end(step, i, false);
        }
        double found = search(surrogate, theta, x, here, step * growth);
        if (Double.isNaN(found)) {
          return end(step, i, true);
        }
        step = found;
        x.copy_(theta.values());
      }
    }
    return end(step, steps, false);
  }

  private Result end(double step, int steps, boolean gaveUp) {
    previous = step;
    return new Result(steps, gaveUp);
  }

  /** Moves θ to the first accepted trial and returns its step, or NaN with θ = x. */
  private double search(
      Surrogate surrogate, ParameterVector theta, Tensor x, Evaluation here, double first) {
    double slope = config.decrease() * here.gradientNorm() * here.gradientNorm();
    double a = first;
    for (int trial = 0; trial < TRIALS && a >= LEAST; trial++) {
      Surrogate.move(theta, x, -a, theta.gradient());
      trials++;
      if (surrogate.value() <= here.loss() - a * slope) {
        return a;
      }
      a *= SHRINK;
    }
    Surrogate.move(theta, x, 0, x);
    return Double.NaN;
  }

  /** The last accepted step; 10 at first. */
  public double previous() {
    return previous;
  }

  /** Trials of all searches so far. */
  public long trials() {
    return trials;
  }

  @Override
  public void save(State state) {
    state.put("previous", previous);
    state.put("trials", trials);
  }

  @Override
  public void load(State state) {
    previous = state.number("previous");
    trials = state.whole("trials");
  }
}
