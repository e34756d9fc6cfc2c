package org.gradus.unmixing;

import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Solver;

/**
 * Spectral unmixing with robust channels and a learned, per-pixel sparsity (RRLbS: Zhu, Wang, Fan,
 * Meng, Pan, arXiv 1409.0685), and its relatives from plain NMF on.
 *
 * <p>Multiplicative, iteratively re-weighted updates; an iteration is
 *
 * <pre>
 * M ← M ∘ (Y Aᵀ) / (M A Aᵀ)                        (the weights cancel row by row)
 * uₗ = 1/(2 √(‖(Y − M A)ₗ‖² + ε)),  W = diag(u)
 * A ← max(10⁻⁹, A ∘ (Mᵀ W Y) / (Mᵀ W M A + (λ/2)(1 − h) A^(−h)))   (A on the right is the old A)
 * A divided by its column sums, if asked for; h refreshed from it, if due
 * </pre>
 *
 * <p>With a fixed map and no sum-to-one step the smoothed objective never rises. Cost: three
 * products of O(L N K), and K N powers where h is not 0. Memory: Y, one more L × N and the factors.
 * The guidance rule and the constants are reconstructed ({@link Guidance.Learned}).
 */
public final class RobustUnmixing implements Solver<UnmixingProblem, UnmixingSolution> {
  /**
   * Settings.
   *
   * @param objective loss, ε and λ; λ is for images scaled to a largest value of 1
   * @param guidance where h comes from
   * @param sumToOne how abundances are made to sum to 1
   * @param start where the factors start
   * @param maxIterations T
   * @param tolerance stop when O changes by less than this, relative to itself, over ten
   *     iterations; 0 for never
   */
  public record Config(
      UnmixingObjective objective,
      Guidance guidance,
      SumToOne sumToOne,
      UnmixingStart start,
      int maxIterations,
      double tolerance) {
    private static final double EPSILON = 1e-8;
    private static final double LAMBDA = 0.02;

    /** Validates. */
    public Config {
      Objects.requireNonNull(objective, "objective");
      Objects.requireNonNull(guidance, "guidance");
      Objects.requireNonNull(sumToOne, "sumToOne");
      Objects.requireNonNull(start, "start");
      Check.atLeast("maxIterations", maxIterations, 0);
      Check.nonNegative("tolerance", tolerance);
    }

    /** The method: row-wise loss, λ = 0.02, learned guidance. */
    public static Config rrlbs() {
      return of(ChannelLoss.ROW_WISE, LAMBDA, Guidance.Learned.DEFAULT);
    }

    /** Row-wise loss without penalty: l2,1-NMF. */
    public static Config rowWiseNmf() {
      return of(ChannelLoss.ROW_WISE, 0, new Guidance.Constant(0));
    }

    /** Plain NMF by Lee and Seung's updates. */
    public static Config nmf() {
      return of(ChannelLoss.FROBENIUS, 0, new Guidance.Constant(0));
    }

    /** NMF with an l1 penalty, λ = 0.02. */
    public static Config l1Nmf() {
      return of(ChannelLoss.FROBENIUS, LAMBDA, new Guidance.Constant(0));
    }

    /** NMF with an l½ penalty, λ = 0.02. */
    public static Config halfNmf() {
      return of(ChannelLoss.FROBENIUS, LAMBDA, new Guidance.Constant(0.5));
    }

    private static Config of(ChannelLoss loss, double lambda, Guidance guidance) {
      return new Config(
          new UnmixingObjective(loss, EPSILON, lambda),
          guidance,
          new SumToOne.Normalise(),
          new UnmixingStart.SuccessiveProjection(true),
          500,
          1e-6);
    }

    /** The same with another λ. */
    public Config withLambda(double lambda) {
      return withObjective(new UnmixingObjective(objective.loss(), objective.smoothing(), lambda));
    }

    /** The same with another objective. */
    public Config withObjective(UnmixingObjective newObjective) {
      return new Config(newObjective, guidance, sumToOne, start, maxIterations, tolerance);
    }

    /** The same with another source of h. */
    public Config withGuidance(Guidance newGuidance) {
      return new Config(objective, newGuidance, sumToOne, start, maxIterations, tolerance);
    }

    /** The same with another sum-to-one rule. */
    public Config withSumToOne(SumToOne newSumToOne) {
      return new Config(objective, guidance, newSumToOne, start, maxIterations, tolerance);
    }

    /** The same from another start. */
    public Config withStart(UnmixingStart newStart) {
      return new Config(objective, guidance, sumToOne, newStart, maxIterations, tolerance);
    }

    /** The same with another limit and tolerance. */
    public Config withLimit(int newMaxIterations, double newTolerance) {
      return new Config(objective, guidance, sumToOne, start, newMaxIterations, newTolerance);
    }
  }

  private final Config config;

  /** With the given settings. */
  public RobustUnmixing(Config config) {
    this.config = Objects.requireNonNull(config, "config");
  }

  @Override
  public UnmixingSolution solve(UnmixingProblem problem, Monitor monitor) {
    try (PointerScope scope = new PointerScope()) {
      return new MultiplicativeUpdates(problem, config, monitor).run();
    }
  }
}
