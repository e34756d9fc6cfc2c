package org.gradus.bilevel;

import java.util.Objects;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.RandomSource;
import org.gradus.core.Solver;

/**
 * HOAG: hypergradient descent whose accuracies follow a sequence fixed beforehand (Pedregosa, arXiv
 * 1602.02355), with the step rule of its official script.
 *
 * <p>Order of step k, with accepted (θ, x̃, z, g_old, ε_old), L̂ and the trial θ' (at first θ₀):
 *
 * <ol>
 *   <li>ε = 2⁻ʳ ε_k with r rejections so far, at least what float64 can resolve; x' ← lower solver
 *       at θ' from x̃ to ε; g = g(x').
 *   <li>Unless k = 0, with incr = ‖θ' − θ‖: if g ≤ g_old + C ε + ε_old (C + 1) incr − L̂ incr², C =
 *       ¼: L̂ ← 0.95 L̂. Otherwise, if g ≥ 1.2 g_old: rejected, L̂ ← 2 L̂, r ← r + 1, θ' = θ −
 *       z/L̂, and step k again.
 *   <li>Accepted: θ ← θ', x̃ ← x', ε_old ← ε, g_old ← g; q ← linear solver to residual ε, z = −Bᵀ
 *       q; at k = 0, L̂ = ‖z‖/√m. θ' = θ − z/L̂, next k.
 * </ol>
 *
 * <p>Where the official script stays at a rejected θ, this one goes back. Nothing is certified on
 * the way; the solution's certificate is as {@link Maid}'s.
 */
public final class Hoag implements Solver<BilevelProblem, BilevelSolution> {
  /** ε_k by the number of accepted steps k, from 0. */
  public enum Schedule {
    /** ε₀ 0.9ᵏ. */
    GEOMETRIC {
      @Override
      double at(double first, long k) {
        return first * Math.pow(0.9, (double) k);
      }
    },
    /** ε₀/(k + 1)². */
    QUADRATIC {
      @Override
      double at(double first, long k) {
        return first / Math.pow(k + 1.0, 2);
      }
    },
    /** ε₀/(k + 1)³. */
    CUBIC {
      @Override
      double at(double first, long k) {
        return first / Math.pow(k + 1.0, 3);
      }
    };

    abstract double at(double first, long k);
  }

  /**
   * Settings.
   *
   * @param schedule of the accuracies
   * @param epsilon ε₀ > 0, ours: 0.1
   * @param tolerance stop where ‖z‖ is at most this; ours: 0, never
   * @param limits when to end at the latest
   */
  public record Config(Schedule schedule, double epsilon, double tolerance, Limits limits) {
    /** Quadratic accuracies from 0.1. */
    public static final Config DEFAULT = new Config(Schedule.QUADRATIC, 0.1, 0, Limits.DEFAULT);

    /** Validates. */
    public Config {
      Objects.requireNonNull(schedule, "schedule");
      Check.positive("epsilon", epsilon);
      Check.nonNegative("tolerance", tolerance);
      Objects.requireNonNull(limits, "limits");
    }

    /** The same with another schedule. */
    public Config withSchedule(Schedule newSchedule) {
      return new Config(newSchedule, epsilon, tolerance, limits);
    }

    /** The same with other limits. */
    public Config withLimits(Limits newLimits) {
      return new Config(schedule, epsilon, tolerance, newLimits);
    }
  }

  private final Config config;
  private final InnerSolvers solvers;
  private final Watcher watcher;

  /** With accelerated gradient steps and conjugate gradients. */
  public Hoag(Config config) {
    this(config, InnerSolvers.DEFAULT, Watcher.NONE);
  }

  /** With inner solvers of one's own and somebody who sees the iterates. */
  public Hoag(Config config, InnerSolvers solvers, Watcher watcher) {
    this.config = Objects.requireNonNull(config, "config");
    this.solvers = Objects.requireNonNull(solvers, "solvers");
    this.watcher = Objects.requireNonNull(watcher, "watcher");
  }

  @Override
  public BilevelSolution solve(BilevelProblem problem, Monitor monitor) {
    InnerSolves solves = solvers.on(problem, config.limits(), monitor);
    return new HoagRun(problem, config, solves, RandomSource.seeded(0), monitor, watcher).run();
  }
}
