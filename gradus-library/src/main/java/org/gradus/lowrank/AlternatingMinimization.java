package org.gradus.lowrank;

import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Solver;
import org.gradus.core.Tensors;

/**
 * Matrix completion by alternating minimisation with inexact, sketch-preconditioned regressions
 * (Gu, Song, Yin, Zhang, arXiv 2302.11068; the alternation is Jain, Netrapalli, Sanghavi's, arXiv
 * 1212.0467).
 *
 * <pre>
 * U₀ = k leading left singular vectors of (1/p) P_Ω(M), clipped, orthonormalised
 * for t = 0, …, T − 1
 *   V^ ≈ argmin ‖P_Ω(Uₜ Vᵀ − M)‖_F   (n regressions),  Vₜ₊₁ = basis of V^
 *   U^ ≈ argmin ‖P_Ω(U Vₜ₊₁ᵀ − M)‖_F  (m regressions),  Uₜ₊₁ = basis of U^
 * X = U^ Vₜ₊₁ᵀ of the last half-step
 * </pre>
 *
 * <p>Bases are Q of a QR factorisation whose R has a diagonal that is not negative. With {@link
 * Regression} sketched or warm-started an iteration costs O(|Ω| k) plus O((m + n) k³) for the
 * sketches' factors; exact ones cost O(|Ω| k²). Memory: the entries, (m + n) k numbers a few times,
 * and the rows of one regression a thread. Nothing is dense in m × n.
 */
public final class AlternatingMinimization
    implements Solver<CompletionProblem, CompletionSolution> {
  /** Which observed entries a half-step sees. */
  public enum Samples {
    /** All of them in every half-step: what works in practice. */
    REUSE,
    /**
     * Each entry goes to one of 2T + 1 parts at random; part 0 makes the start, part 1 + h serves
     * half-step h. What the theory analyses; needs about 2T + 1 times the entries.
     */
    SPLIT
  }

  /**
   * Settings.
   *
   * @param regression how half-steps are solved
   * @param samples which entries they see
   * @param maxIterations T, outer iterations; the theory's is O(log(‖M‖_F/ε))
   * @param residualTolerance stop when the relative observed residual is at most this
   * @param changeTolerance stop when the observed residual changes by less than this, relative to
   *     itself; 0 for never
   * @param incoherence μ ≥ 1: entries of the start above 2 μ √(k/m) are set to 0
   * @param powerIterations of the start's randomised SVD
   */
  public record Config(
      Regression regression,
      Samples samples,
      int maxIterations,
      double residualTolerance,
      double changeTolerance,
      double incoherence,
      int powerIterations) {
    /** The default regression on all samples, 30 iterations, to 10⁻¹² or no change in 10⁻⁶. */
    public static final Config DEFAULT =
        new Config(Regression.DEFAULT, Samples.REUSE, 30, 1e-12, 1e-6, 3, 3);

    /** Validates. */
    public Config {
      Objects.requireNonNull(regression, "regression");
      Objects.requireNonNull(samples, "samples");
      Check.atLeast("maxIterations", maxIterations, 1);
      Check.nonNegative("residualTolerance", residualTolerance);
      Check.nonNegative("changeTolerance", changeTolerance);
      if (!(incoherence >= 1) || Double.isInfinite(incoherence)) {
        throw Check.invalid("incoherence", incoherence, "a finite number >= 1");
      }
      Check.atLeast("powerIterations", powerIterations, 0);
    }

    /** The same with another regression. */
    public Config withRegression(Regression newRegression) {
      return new Config(
          newRegression,
          samples,
          maxIterations,
          residualTolerance,
          changeTolerance,
          incoherence,
          powerIterations);
    }

    /** The same with other samples. */
    public Config withSamples(Samples newSamples) {
      return new Config(
          regression,
          newSamples,
          maxIterations,
          residualTolerance,
          changeTolerance,
          incoherence,
          powerIterations);
    }

    /** The same with another limit on iterations. */
    public Config withMaxIterations(int newMaxIterations) {
      return new Config(
          regression,
          samples,
          newMaxIterations,
          residualTolerance,
          changeTolerance,
          incoherence,
          powerIterations);
    }

    /** The same with other tolerances. */
    public Config withTolerances(double newResidualTolerance, double newChangeTolerance) {
      return new Config(
          regression,
          samples,
          maxIterations,
          newResidualTolerance,
          newChangeTolerance,
          incoherence,
          powerIterations);
    }

    /** The same with another incoherence. */
    public Config withIncoherence(double newIncoherence) {
      return new Config(
          regression,
          samples,
          maxIterations,
          residualTolerance,
          changeTolerance,
          newIncoherence,
          powerIterations);
    }
  }

  /** Sees what each half-step found and may change it: for checks and robustness experiments. */
  @FunctionalInterface
  public interface Intervention {
    /** Leaves everything as it is. */
    Intervention NONE = (halfStep, solution, basis) -> {};

    /**
     * Called after the regressions, before the basis is taken.
     *
     * @param halfStep from 0: even for V^ (the basis is Uₜ), odd for U^ (the basis is Vₜ₊₁)
     * @param solution V^ or U^, row-major with k columns; what is written here goes on
     * @param basis the fixed orthonormal factor, row-major with k columns; not to be changed
     */
    void after(int halfStep, double[] solution, double[] basis);
  }

  private final Config config;
  private final CompletionDraws draws;
  private final Intervention intervention;

  /** With the given settings and seed 0. */
  public AlternatingMinimization(Config config) {
    this(config, CompletionDraws.seeded(0), Intervention.NONE);
  }

  /**
   * With doors.
   *
   * @param draws where random numbers come from
   * @param intervention called after every half-step
   */
  public AlternatingMinimization(Config config, CompletionDraws draws, Intervention intervention) {
    this.config = Objects.requireNonNull(config, "config");
    this.draws = Objects.requireNonNull(draws, "draws");
    this.intervention = Objects.requireNonNull(intervention, "intervention");
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if samples are split and a part is too small, or clipping
   *     leaves the start without full rank
   */
  @Override
  public CompletionSolution solve(CompletionProblem problem, Monitor monitor) {
    SamplePlan plan = SamplePlan.of(problem, config, draws);
    double[] basis =
        new SpectralStart(plan.start(), problem.rank())
            .basis(draws, config.powerIterations(), config.incoherence());
    return new Alternation(problem, plan, config, draws, intervention, monitor).run(basis);
  }

  /**
   * Starts at a given U₀, which is used as it is.
   *
   * @param start U₀, [m, k], of full column rank; orthonormal columns are best
   */
  public CompletionSolution solve(CompletionProblem problem, Tensor start, Monitor monitor) {
    long m = problem.entries().rows();
    if (!start.defined()
        || start.dim() != 2
        || start.size(0) != m
        || start.size(1) != problem.rank()) {
      throw Check.invalid(
          "start",
          start.defined() ? Tensors.describe(start) : "undefined",
          "of shape [" + m + ", " + problem.rank() + "]");
    }
    if (!Tensors.allFinite(start)) {
      throw new IllegalArgumentException("start has entries that are not finite numbers");
    }
    SamplePlan plan = SamplePlan.of(problem, config, draws);
    return new Alternation(problem, plan, config, draws, intervention, monitor)
        .run(Tensors.doubles(start));
  }

  /** Starts at the left factor of an earlier answer, made orthonormal: a warm start. */
  public CompletionSolution solve(
      CompletionProblem problem, LowRankFactors earlier, Monitor monitor) {
    double[] basis = Orthonormal.of(Tensors.doubles(earlier.left()), earlier.rank()).basis();
    return solve(problem, Tensors.matrix(basis, earlier.rows(), earlier.rank()), monitor);
  }
}
