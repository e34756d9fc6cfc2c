package org.gradus.bilevel;

import java.util.Objects;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.RandomSource;
import org.gradus.core.Solver;

/**
 * MAID: gradient descent on θ with back-tracking, in which the accuracies ε of the lower-level
 * solve and δ of the linear solve are adapted (Salehi, Mukherjee, Roberts, Ehrhardt, arXiv
 * 2308.10098).
 *
 * <p>Order of a step k from (θ, x̃, ε, δ, β), for j = 0, 1, …:
 *
 * <ol>
 *   <li>Hypergradient: x̃ ← lower solver from x̃ until ‖∇h‖ ≤ μ ε; q ← linear solver until the
 *       residual is ≤ δ; z = −Bᵀ q; ω as in {@link HypergradientBound} with the ε that was asked
 *       for. While ω > (1 − η) ‖z‖: ε ← τ ε, δ ← τ δ, again. The run ends where ‖z‖ + ω ≤
 *       tolerance.
 *   <li>Back-tracking over i = 0 … maxBacktracks + j − 1: α = β ρⁱ, θ₊ = θ − α z, x₊ ← lower solver
 *       at θ₊ from x̃ to ε; accepted if the upper bound of f(θ₊) less the lower bound of f(θ) is at
 *       most −η α ‖z‖². A trial whose lower-level solve fails is not accepted.
 *   <li>Accepted: θ ← θ₊, x̃ ← x₊, β ← growth α, ε ← ν ε, δ ← ν δ, and the next k. None accepted: ε
 *       ← τ ε, δ ← τ δ, and the next j.
 * </ol>
 *
 * <p>With rigorous constants z is a descent direction and f falls by η α ‖z‖² at least at every
 * accepted step. With ε = δ = 0 and exact solvers it is Armijo's gradient descent.
 *
 * <p>Cost of a step: lower-level gradients, conjugate-gradient iterations of about two gradients
 * each, one product with Bᵀ; O(n) memory.
 */
public final class Maid implements Solver<BilevelProblem, BilevelSolution> {
  /**
   * Settings.
   *
   * @param start ε₀, δ₀ and β₀ (all 0.1)
   * @param frozen whether ε and δ stay as they are, untested, to compare with: a failed line search
   *     then ends the run
   * @param eta η in (0, 1): 10⁻⁴
   * @param rho ρ in (0, 1), which shortens trial steps: 0.9 (the paper's experiments: 0.5)
   * @param tau τ in (0, 1), which tightens accuracies: 0.5
   * @param nu ν ≥ 1, which relaxes them: 1.05 (the paper's quadratic: 1.25)
   * @param growth of β after success, ≥ 1: 10/9
   * @param maxBacktracks trials for j = 0: 10
   * @param maxRefinements largest j: 3 (in theory none)
   * @param tolerance on ‖z‖ + ω; ours: 10⁻⁶
   * @param limits when to end at the latest
   */
  public record Config(
      Accuracy start,
      boolean frozen,
      double eta,
      double rho,
      double tau,
      double nu,
      double growth,
      int maxBacktracks,
      int maxRefinements,
      double tolerance,
      Limits limits) {
    /** As the official class, where it has a value. */
    public static final Config DEFAULT =
        new Config(
            Accuracy.DEFAULT, false, 1e-4, 0.9, 0.5, 1.05, 10.0 / 9, 10, 3, 1e-6, Limits.DEFAULT);

    /** Validates. */
    public Config {
      Objects.requireNonNull(start, "start");
      requireShare("eta", eta);
      requireShare("rho", rho);
      requireShare("tau", tau);
      Check.finite("nu", nu);
      Check.finite("growth", growth);
      if (nu < 1) {
        throw Check.invalid("nu", nu, ">= 1");
      }
      if (growth < 1) {
        throw Check.invalid("growth", growth, ">= 1");
      }
      Check.atLeast("maxBacktracks", maxBacktracks, 1);
      Check.atLeast("maxRefinements", maxRefinements, 0);
      Check.nonNegative("tolerance", tolerance);
      Objects.requireNonNull(limits, "limits");
    }

    private static void requireShare(String name, double value) {
      if (!(value > 0 && value < 1)) {
        throw Check.invalid(name, value, "in (0, 1)");
      }
    }

    /** The same from other accuracies and another first step. */
    public Config withStart(double epsilon, double delta, double step) {
      return new Config(
          new Accuracy(epsilon, delta, step),
          frozen,
          eta,
          rho,
          tau,
          nu,
          growth,
          maxBacktracks,
          maxRefinements,
          tolerance,
          limits);
    }

    /** The same with frozen or adapted accuracies. */
    public Config withFrozen(boolean newFrozen) {
      return new Config(
          start,
          newFrozen,
          eta,
          rho,
          tau,
          nu,
          growth,
          maxBacktracks,
          maxRefinements,
          tolerance,
          limits);
    }

    /** The same with other factors of step and accuracies. */
    public Config withFactors(double newRho, double newTau, double newNu) {
      return new Config(
          start,
          frozen,
          eta,
          newRho,
          newTau,
          newNu,
          growth,
          maxBacktracks,
          maxRefinements,
          tolerance,
          limits);
    }

    /** The same with other limits on trials and refinements. */
    public Config withSearch(int newMaxBacktracks, int newMaxRefinements) {
      return new Config(
          start,
          frozen,
          eta,
          rho,
          tau,
          nu,
          growth,
          newMaxBacktracks,
          newMaxRefinements,
          tolerance,
          limits);
    }

    /** The same with another tolerance. */
    public Config withTolerance(double newTolerance) {
      return new Config(
          start,
          frozen,
          eta,
          rho,
          tau,
          nu,
          growth,
          maxBacktracks,
          maxRefinements,
          newTolerance,
          limits);
    }

    /** The same with other limits. */
    public Config withLimits(Limits newLimits) {
      return new Config(
          start,
          frozen,
          eta,
          rho,
          tau,
          nu,
          growth,
          maxBacktracks,
          maxRefinements,
          tolerance,
          newLimits);
    }
  }

  private final Config config;
  private final InnerSolvers solvers;
  private final Watcher watcher;

  /** With accelerated gradient steps and conjugate gradients. */
  public Maid(Config config) {
    this(config, InnerSolvers.DEFAULT, Watcher.NONE);
  }

  /** With inner solvers of one's own and somebody who sees the iterates. */
  public Maid(Config config, InnerSolvers solvers, Watcher watcher) {
    this.config = Objects.requireNonNull(config, "config");
    this.solvers = Objects.requireNonNull(solvers, "solvers");
    this.watcher = Objects.requireNonNull(watcher, "watcher");
  }

  /** Estimated constants, where the problem lacks any, come from draws of seed 0. */
  @Override
  public BilevelSolution solve(BilevelProblem problem, Monitor monitor) {
    return solve(problem, RandomSource.seeded(0), monitor);
  }

  /**
   * Solves with given draws.
   *
   * @param draws standard normal numbers for estimated constants; not used where the problem has
   *     all of them
   */
  public BilevelSolution solve(BilevelProblem problem, RandomSource draws, Monitor monitor) {
    InnerSolves solves = solvers.on(problem, config.limits(), monitor);
    return new MaidRun(problem, config, solves, draws, monitor, watcher).run();
  }
}
