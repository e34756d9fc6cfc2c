package org.gradus.unmixing;

import java.util.Arrays;
import java.util.Objects;
import org.gradus.core.Check;

/**
 * Where the guidance map h comes from: pixel n is penalised by λ Σₖ Aₖₙ^(1−hₙ), from l1 at h = 0
 * (no preference once columns sum to 1) towards counting non-zeros as h nears 1.
 */
public sealed interface Guidance {
  /** The map at the start, length N. */
  double[] initial(UnmixingProblem problem);

  /** Whether the map is refreshed at the end of this iteration, counted from 1. */
  default boolean due(int iteration) {
    return false;
  }

  /** The iteration after which the map may no longer change the course abruptly. */
  default int settled() {
    return 0;
  }

  /**
   * The refreshed map.
   *
   * @param abundances A, row-major [K, N]
   */
  default double[] refreshed(UnmixingProblem problem, double[] abundances) {
    throw new IllegalStateException("a fixed map is never refreshed");
  }

  /**
   * One h for all pixels: 0 is l1, ½ the l½ of Qian et al.
   *
   * @param value h in [0, 1)
   */
  record Constant(double value) implements Guidance {
    /** Validates. */
    public Constant {
      Check.decay("h", value);
    }

    @Override
    public double[] initial(UnmixingProblem problem) {
      double[] map = new double[problem.pixels()];
      Arrays.fill(map, value);
      return map;
    }
  }

  /**
   * A map made beforehand.
   *
   * @param map h, one in [0, 1) for each pixel
   */
  record Fixed(double[] map) implements Guidance {
    /** Validates and copies. */
    public Fixed {
      for (int n = 0; n < map.length; n++) {
        Check.decay("h[" + n + "]", map[n]);
      }
      map = map.clone();
    }

    @Override
    public double[] initial(UnmixingProblem problem) {
      if (map.length != problem.pixels()) {
        throw Check.invalid(
            "the length of the map", map.length, problem.pixels() + ", one a pixel");
      }
      return map.clone();
    }
  }

  /**
   * Learned from the abundances themselves: h = maximum · s(Aₙ), 0 through the burn-in, first set
   * at the end of its last iteration and refreshed every few after that. Our reconstruction: the
   * paper's own rule was not available.
   *
   * @param index s
   * @param maximum largest h, in [0, 1)
   * @param burnIn iterations with h = 0, at least 1
   * @param every iterations between refreshes, at least 1
   * @param smoothing μ ≥ 0: h ← (I + μ Δ)⁻¹ h on the pixel grid, Δ the Laplacian of the four
   *     neighbours
   */
  record Learned(SparsityIndex index, double maximum, int burnIn, int every, double smoothing)
      implements Guidance {
    /** Hoyer's index, at most 0.9, after 20 iterations, every 10, not smoothed. */
    public static final Learned DEFAULT = new Learned(SparsityIndex.HOYER, 0.9, 20, 10, 0);

    /** Validates. */
    public Learned {
      Objects.requireNonNull(index, "index");
      Check.decay("maximum", maximum);
      Check.atLeast("burnIn", burnIn, 1);
      Check.atLeast("every", every, 1);
      Check.nonNegative("smoothing", smoothing);
    }

    @Override
    public double[] initial(UnmixingProblem problem) {
      return new double[problem.pixels()];
    }

    @Override
    public boolean due(int iteration) {
      return iteration >= burnIn && (iteration - burnIn) % every == 0;
    }

    @Override
    public int settled() {
      return burnIn + every;
    }

    @Override
    public double[] refreshed(UnmixingProblem problem, double[] abundances) {
      double[] map = index.ofPixels(abundances, problem.pixels());
      for (int n = 0; n < map.length; n++) {
        map[n] *= maximum;
      }
      return smoothing == 0
          ? map
          : new GridSmoothing(problem.lines(), problem.pixels() / problem.lines(), smoothing)
              .apply(map);
    }
  }
}
