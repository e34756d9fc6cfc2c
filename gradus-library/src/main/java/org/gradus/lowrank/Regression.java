package org.gradus.lowrank;

import org.gradus.core.Check;

/**
 * How the small regressions of a half-step are solved: minimise ‖Aⱼ v − bⱼ‖₂ with Aⱼ the rows of
 * the fixed factor that column j observes, N = |Ωⱼ| of them.
 *
 * <p>The sketched ones draw a CountSketch of s = {@code sketchFactor} · k rows for each column of
 * each half-step, factor S Aⱼ = Q R, and start from the sketched solution R⁻¹ Qᵀ S bⱼ. Columns with
 * N ≤ s, and sketches without full rank, are solved by QR directly. Where N is less than k, or Aⱼ
 * has no full rank, every form takes the solution of minimum norm; 0 where N = 0.
 */
public sealed interface Regression {
  /** Paper and sheet agree on sketching; conjugate gradients make it robust: s = 4k, 3 rounds. */
  Regression DEFAULT = new PreconditionedCg(4, 3, false);

  /**
   * The classical alternation: normal equations and Cholesky, O(N k² + k³) a column (Jain,
   * Netrapalli, Sanghavi 2013).
   */
  record Exact() implements Regression {}

  /**
   * Conjugate gradients on the normal equations with the sketch's R as right preconditioner: O(N k)
   * a round. One round suffices on exactly low-rank data only.
   *
   * @param sketchFactor s/k, at least 1; below 4 sketches often lack full rank
   * @param rounds at most this many
   * @param adaptive whether to stop a column when its preconditioned gradient has fallen to
   *     max(10⁻¹², 0.1 · last relative observed residual) of its first value
   */
  record PreconditionedCg(int sketchFactor, int rounds, boolean adaptive) implements Regression {
    /** Validates. */
    public PreconditionedCg {
      Check.atLeast("sketchFactor", sketchFactor, 1);
      Check.atLeast("rounds", rounds, 0);
    }
  }

  /**
   * Gradient steps in the preconditioned variables, as the analysis has them; see {@link
   * IterativeSolver#gradientSteps}.
   *
   * @param sketchFactor s/k, at least 1
   * @param rounds steps
   * @param damped whether steps are scaled by the largest eigenvalue; undamped ones diverge on
   *     columns whose embedding is distorted by more than 1
   */
  record SketchedGradient(int sketchFactor, int rounds, boolean damped) implements Regression {
    /** s = 8k, 3 damped steps. */
    public static final SketchedGradient DEFAULT = new SketchedGradient(8, 3, true);

    /** Validates. */
    public SketchedGradient {
      Check.atLeast("sketchFactor", sketchFactor, 1);
      Check.atLeast("rounds", rounds, 0);
    }
  }

  /**
   * Conjugate gradients without a sketch, started at the present X in the new basis: O(N k) a
   * round. Not in the paper; it works because AⱼᵀAⱼ is close to p I for an incoherent orthonormal
   * basis.
   *
   * @param rounds steps; 1 is too few
   */
  record WarmCg(int rounds) implements Regression {
    /** 3 steps. */
    public static final WarmCg DEFAULT = new WarmCg(3);

    /** Validates. */
    public WarmCg {
      Check.atLeast("rounds", rounds, 1);
    }
  }
}
