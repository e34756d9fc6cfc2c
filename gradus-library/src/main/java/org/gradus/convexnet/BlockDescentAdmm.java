package org.gradus.convexnet;

import java.util.Objects;
import java.util.SplittableRandom;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Solution.Status;
import org.gradus.core.Solver;

/**
 * The alternating direction method with its update of u by random block coordinate descent: any
 * loss, no system to solve (arXiv 2201.01965, the paper's RBCD variant).
 *
 * <p>An inner step draws gates, takes the gradient of the augmented Lagrangian by their v and w
 * blocks together and backtracks: from the current step α₀, α is divided by 2.5 while the change of
 * the Lagrangian is above −10⁻³ times the length of the step and α &gt; 10⁻⁸, and each time α₀ is
 * divided by 1.5; the step is then taken and α₀ grows by 1.05. The inner loop ends when the mean of
 * the last ⌈8 √(P/b)⌉ decreases is below its threshold. Then v, s, λ and ν as in {@link ConeAdmm};
 * the threshold is multiplied by 0.96, γ/ρ by 0.99, and ρ grows by 10⁻⁴ (λ and ν are not rescaled).
 * An inner step costs O(n d b): P of them are a pass of quadratic cost.
 */
public final class BlockDescentAdmm implements Solver<ReluProgram, ReluSolution> {
  /** Which gates an inner step works on: the door for recorded draws. */
  @FunctionalInterface
  public interface Draws {
    /** The next {@code size} gates of 0 … gates − 1, distinct. */
    int[] next(int gates, int size);

    /** Uniform draws without replacement within a step. */
    static Draws seeded(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      return (gates, size) -> random.ints(0, gates).distinct().limit(size).toArray();
    }
  }

  /**
   * Settings; defaults from the public trainer.
   *
   * @param penalty ρ at the start
   * @param penaltyGrowth added to ρ after each iteration
   * @param dualStep γ/ρ at the start
   * @param dualDecay its factor after each iteration
   * @param step α₀ at the start
   * @param threshold of the mean decrease at the start
   * @param thresholdDecay its factor after each iteration
   * @param blockSize b, gates in an inner step
   * @param maxInnerSteps in one iteration
   * @param tolerance for the residuals, as in {@link ConeAdmm}
   * @param maxIterations outer ones, in one call
   * @param certify whether to compute a lower bound at the end
   */
  public record Config(
      double penalty,
      double penaltyGrowth,
      double dualStep,
      double dualDecay,
      double step,
      double threshold,
      double thresholdDecay,
      int blockSize,
      int maxInnerSteps,
      double tolerance,
      int maxIterations,
      boolean certify) {
    /** ρ = 0.01, γ/ρ = 1/3, α₀ = 2·10⁻⁴, threshold 1.3·10⁻³, one gate a step, 100 iterations. */
    public static final Config DEFAULT =
        new Config(0.01, 1e-4, 1.0 / 3, 0.99, 2e-4, 1.3e-3, 0.96, 1, 20_000, 1e-3, 100, true);

    /** Validates. */
    public Config {
      Check.positive("penalty", penalty);
      Check.nonNegative("penaltyGrowth", penaltyGrowth);
      Check.positive("dualStep", dualStep);
      Check.positive("dualDecay", dualDecay);
      Check.positive("step", step);
      Check.nonNegative("threshold", threshold);
      Check.positive("thresholdDecay", thresholdDecay);
      Check.atLeast("blockSize", blockSize, 1);
      Check.atLeast("maxInnerSteps", maxInnerSteps, 1);
      Check.nonNegative("tolerance", tolerance);
      Check.atLeast("maxIterations", maxIterations, 1);
    }
  }

  private final Config config;
  private final Draws draws;

  /** With draws of a seed. */
  public BlockDescentAdmm(Config config, long seed) {
    this(config, Draws.seeded(seed));
  }

  /** With given draws. */
  public BlockDescentAdmm(Config config, Draws draws) {
    this.config = Objects.requireNonNull(config, "config");
    this.draws = Objects.requireNonNull(draws, "draws");
  }

  @Override
  public ReluSolution solve(ReluProgram program, Monitor monitor) {
    return solve(program, AdmmState.zero(program, config.penalty), monitor);
  }

  /** Goes on from a state; steps and thresholds start as in a first call. */
  public ReluSolution solve(ReluProgram program, AdmmState start, Monitor monitor) {
    start.require(program);
    if (config.blockSize > program.gates().count()) {
      throw Check.invalid(
          "blockSize", config.blockSize, "at most the number of gates, " + program.gates().count());
    }
    BlockDescent descent = new BlockDescent(program, start, config, draws);
    SolverLoop loop = new SolverLoop(program, descent, monitor);
    Residuals residuals = loop.record();
    Status status = Status.LIMIT_REACHED;
    for (int i = 0; i < config.maxIterations && status == Status.LIMIT_REACHED; i++) {
      if (monitor.cancelled()) {
        status = Status.CANCELLED;
        break;
      }
      descent.iterate();
      residuals = loop.record();
      if (!Double.isFinite(residuals.largest())) {
        status = Status.BREAKDOWN;
      } else if (residuals.within(config.tolerance)) {
        status = Status.CONVERGED;
      }
    }
    return loop.solution(status, config.tolerance, config.certify);
  }
}
