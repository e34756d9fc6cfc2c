package org.gradus.convexnet;

import java.util.Objects;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Solution.Status;
import org.gradus.core.Solver;

/**
 * Global training of two-layer ReLU networks: the alternating direction method of multipliers on
 * the cone-constrained convex program (Bai, Gautam, Sojoudi, arXiv 2201.01965).
 *
 * <pre>
 * u ← argmin l(Fu, y) + ρ/2 ‖u − v + λ‖² + ρ/2 ‖Gu − s + ν‖²
 * vᵢ ← (1 − β/(ρ ‖uᵢ + λᵢ‖))₊ (uᵢ + λᵢ)
 * s ← (Gu + ν)₊
 * λ ← λ + (γ/ρ) (u − v),   ν ← ν + (γ/ρ) (Gu − s)
 * </pre>
 *
 * <p>in this order, from all zeros: iteration 1 begins with a regularised fit. F and G are never
 * formed: GᵀG has the one block XᵀX on its diagonal and F couples blocks through n numbers only, so
 * u = c − (1/ρ) (I + GᵀG)⁻¹ Fᵀ a with c = (I + GᵀG)⁻¹ (v − λ + Gᵀ(s − ν)) and a = l′(Fu) from an n
 * × n system (Woodbury): one Cholesky factor a ρ for the squared loss, Newton's method for
 * cross-entropy, coordinate ascent for the hinge. An iteration costs about 10 n d P + 4 d² P + n²
 * multiply-adds, memory is O(n² + d² + (n + d) P).
 *
 * <p>Stops when ‖u − v‖ + ‖Gu − s‖, ‖Fᵀl′(Fu) + ρ (λ + Gᵀν)‖ and the distance of ρ λ from β times
 * the sub-gradient of the group norms at v are all at most the tolerance, looked at every {@code
 * recordEvery} iterations. The network is made from v. A start where numbers are not finite ends as
 * a breakdown with the last sound state.
 */
public final class ConeAdmm implements Solver<ReluProgram, ReluSolution> {
  /**
   * How ρ follows the residuals: for iterations that are multiples of {@code every} up to {@code
   * until}, ρ doubles where the primal residual exceeds {@code ratio} times the dual one and halves
   * where the dual exceeds {@code ratio} times the primal; λ and ν are scaled to match.
   *
   * @param until the last iteration that may change ρ; 0 keeps it fixed
   * @param every how often to look
   * @param ratio what counts as out of balance, &gt; 1
   */
  public record Balance(int until, int every, double ratio) {
    /** For the first 2000 iterations every 100th, at a ratio of 10. */
    public static final Balance DEFAULT = new Balance(2000, 100, 10);

    /** ρ stays as it is. */
    public static final Balance FIXED = new Balance(0, 1, 10);

    /** Validates. */
    public Balance {
      Check.atLeast("until", until, 0);
      Check.atLeast("every", every, 1);
      if (!(ratio > 1)) {
        throw Check.invalid("ratio", ratio, "> 1");
      }
    }

    boolean due(long iteration) {
      return iteration <= until && iteration % every == 0;
    }
  }

  /**
   * Settings.
   *
   * @param penalty ρ at the start
   * @param balance how ρ changes
   * @param dualStep γ/ρ &gt; 0; 1/3 to 1.9 converge alike
   * @param tolerance for the three residuals
   * @param maxIterations in one call
   * @param recordEvery iterations between trace points and looks at the residuals
   * @param certify whether to compute a lower bound at the end: 4 P small non-negative
   *     least-squares problems
   */
  public record Config(
      double penalty,
      Balance balance,
      double dualStep,
      double tolerance,
      int maxIterations,
      int recordEvery,
      boolean certify) {
    /** ρ = 0.01 (public trainer's), balanced, γ = ρ, to 10⁻³ within 20 000 iterations. */
    public static final Config DEFAULT =
        new Config(0.01, Balance.DEFAULT, 1, 1e-3, 20_000, 10, true);

    /** Validates. */
    public Config {
      Check.positive("penalty", penalty);
      Objects.requireNonNull(balance, "balance");
      Check.positive("dualStep", dualStep);
      Check.nonNegative("tolerance", tolerance);
      Check.atLeast("maxIterations", maxIterations, 1);
      Check.atLeast("recordEvery", recordEvery, 1);
    }

    /** The same with another ρ and rule for it. */
    public Config withPenalty(double newPenalty, Balance newBalance) {
      return new Config(
          newPenalty, newBalance, dualStep, tolerance, maxIterations, recordEvery, certify);
    }

    /** The same with another γ/ρ. */
    public Config withDualStep(double newDualStep) {
      return new Config(
          penalty, balance, newDualStep, tolerance, maxIterations, recordEvery, certify);
    }

    /** The same with another end. */
    public Config withLimits(double newTolerance, int newMaxIterations) {
      return new Config(
          penalty, balance, dualStep, newTolerance, newMaxIterations, recordEvery, certify);
    }

    /** The same with another spacing of trace points. */
    public Config withRecordEvery(int newRecordEvery) {
      return new Config(
          penalty, balance, dualStep, tolerance, maxIterations, newRecordEvery, certify);
    }

    /** The same without the lower bound. */
    public Config withoutCertificate() {
      return new Config(penalty, balance, dualStep, tolerance, maxIterations, recordEvery, false);
    }
  }

  private final Config config;

  /** With these settings. */
  public ConeAdmm(Config config) {
    this.config = Objects.requireNonNull(config, "config");
  }

  @Override
  public ReluSolution solve(ReluProgram program, Monitor monitor) {
    return solve(program, AdmmState.zero(program, config.penalty), monitor);
  }

  /**
   * Goes on from a state: a warm start, a recorded point, or an earlier solution's. ρ and the
   * iteration count are the state's.
   */
  public ReluSolution solve(ReluProgram program, AdmmState start, Monitor monitor) {
    start.require(program);
    ConeIteration iteration = new ConeIteration(program, start, config.dualStep);
    SolverLoop loop = new SolverLoop(program, iteration, monitor);
    loop.record();
    Status status = run(loop, iteration, monitor);
    return loop.solution(status, config.tolerance, config.certify);
  }

  private Status run(SolverLoop loop, ConeIteration iteration, Monitor monitor) {
    for (int i = 1; i <= config.maxIterations; i++) {
      if (monitor.cancelled()) {
        return Status.CANCELLED;
      }
      boolean balance = config.balance.due(iteration.count() + 1);
      try {
        double dualResidual = iteration.step(balance);
        if (balance) {
          balance(iteration, dualResidual);
        }
      } catch (NonFiniteException e) {
        return Status.BREAKDOWN;
      }
      if (iteration.count() % config.recordEvery == 0 || i == config.maxIterations) {
        if (loop.record().within(config.tolerance)) {
          return Status.CONVERGED;
        }
      }
    }
    return Status.LIMIT_REACHED;
  }

  private void balance(ConeIteration iteration, double dualResidual) {
    double primal = iteration.primalResidual();
    if (primal > config.balance.ratio * dualResidual) {
      iteration.scalePenalty(2);
    } else if (dualResidual > config.balance.ratio * primal) {
      iteration.scalePenalty(0.5);
    }
  }
}
