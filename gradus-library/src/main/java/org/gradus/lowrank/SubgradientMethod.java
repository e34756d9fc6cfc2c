package org.gradus.lowrank;

import java.util.Objects;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Solver;

/**
 * SubGM: robust matrix recovery by sub-gradient steps on the absolute loss of U Uᵀ from a small
 * start (Ma, Fattahi, arXiv 2202.08788).
 *
 * <pre>
 * eᵢ = ⟨Aᵢ, Uₜ Uₜᵀ⟩ − yᵢ,  Gₜ = sym((1/m) Σ sign(eᵢ) Aᵢ),  Uₜ₊₁ = Uₜ − ηₜ 2 Gₜ Uₜ
 * </pre>
 *
 * <p>A small start makes the directions of the true X grow first, so that U may be wider than its
 * rank. With {@link MeasurementLoss#SQUARED} and a constant step it is gradient descent on least
 * squares. A step measures U Uᵀ, takes one adjoint, and costs 2 d² r' more multiply-adds.
 *
 * <p>Order of a step: residuals, loss and Gₜ at Uₜ; the record if due; the stopping rules; ηₜ from
 * the same f(Uₜ) and ‖Gₜ‖; the step.
 */
public final class SubgradientMethod implements Solver<RecoveryProblem, RecoverySolution> {
  /**
   * Settings.
   *
   * @param loss the absolute loss, or least squares to compare with
   * @param step ηₜ
   * @param start U₀
   * @param maxSteps T
   * @param changeTolerance stop when ‖Xₜ₊₁ − Xₜ‖_F is at most this times ‖Xₜ‖_F; 0 for never
   * @param recordEvery steps between points of the trace
   */
  public record Config(
      MeasurementLoss loss,
      StepRule step,
      FactorStart start,
      int maxSteps,
      double changeTolerance,
      int recordEvery) {
    /** 2000 normalised, geometrically shrinking steps from a spectral start of size 10⁻³. */
    public static final Config DEFAULT =
        new Config(
            MeasurementLoss.ABSOLUTE,
            StepRule.Geometric.DEFAULT,
            new FactorStart.Spectral(1e-3),
            2000,
            0,
            10);

    /** Validates. */
    public Config {
      Objects.requireNonNull(loss, "loss");
      Objects.requireNonNull(step, "step");
      Objects.requireNonNull(start, "start");
      Check.atLeast("maxSteps", maxSteps, 0);
      Check.nonNegative("changeTolerance", changeTolerance);
      Check.atLeast("recordEvery", recordEvery, 1);
    }

    /** The same with another loss. */
    public Config withLoss(MeasurementLoss newLoss) {
      return new Config(newLoss, step, start, maxSteps, changeTolerance, recordEvery);
    }

    /** The same with another step rule. */
    public Config withStep(StepRule newStep) {
      return new Config(loss, newStep, start, maxSteps, changeTolerance, recordEvery);
    }

    /** The same with another start. */
    public Config withStart(FactorStart newStart) {
      return new Config(loss, step, newStart, maxSteps, changeTolerance, recordEvery);
    }

    /** The same with another number of steps. */
    public Config withMaxSteps(int newMaxSteps) {
      return new Config(loss, step, start, newMaxSteps, changeTolerance, recordEvery);
    }

    /** The same with another tolerance. */
    public Config withChangeTolerance(double newChangeTolerance) {
      return new Config(loss, step, start, maxSteps, newChangeTolerance, recordEvery);
    }
  }

  /** Sees every iterate: for checks and error curves. */
  @FunctionalInterface
  public interface Watcher {
    /** Looks away. */
    Watcher NONE = (step, factor) -> {};

    /**
     * Called before each step and at the end.
     *
     * @param step t, from 0
     * @param factor Uₜ itself, row-major [d, r']; not to be changed
     */
    void at(long step, double[] factor);
  }

  private final Config config;
  private final Watcher watcher;

  /** With the given settings. */
  public SubgradientMethod(Config config) {
    this(config, Watcher.NONE);
  }

  /** With somebody who sees the iterates. */
  public SubgradientMethod(Config config, Watcher watcher) {
    this.config = Objects.requireNonNull(config, "config");
    this.watcher = Objects.requireNonNull(watcher, "watcher");
  }

  @Override
  public RecoverySolution solve(RecoveryProblem problem, Monitor monitor) {
    double[] u = config.start().factor(problem);
    return new Descent(problem, config, watcher, monitor, u).run();
  }

  static double squares(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }
}
