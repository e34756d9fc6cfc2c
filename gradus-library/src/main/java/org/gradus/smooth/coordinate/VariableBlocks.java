package org.gradus.smooth.coordinate;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.gradus.core.Check;

/**
 * Any τ coordinates at each step.
 *
 * <p>Random rules shuffle with one {@link SplittableRandom}: for p = 0, 1, … entry p is exchanged
 * with entry p + {@code nextInt(n − p)}, for τ entries a step of {@link VariableRule#RANDOM} (the
 * arrangement is kept from step to step), for all entries an epoch of {@link VariableRule#CYCLIC}.
 *
 * @param size τ, in [1, coordinates]
 * @param rule which coordinates
 * @param seed of random rules
 */
public record VariableBlocks(int size, VariableRule rule, long seed) implements BlockSelection {
  /** Validates. */
  public VariableBlocks {
    Objects.requireNonNull(rule, "rule");
    Check.atLeast("block size", size, 1);
  }

  @Override
  public boolean greedy() {
    return rule.greedy();
  }

  @Override
  public boolean fitsBounds() {
    return !rule.greedy() || rule == VariableRule.PROJECTED_PROGRESS;
  }

  @Override
  public Selector start(BlockRun run) {
    Blocks.requireSize(size, run.coordinates().length);
    return switch (rule) {
      case RANDOM -> random(run.coordinates().clone());
      case CYCLIC -> permuted(run.coordinates().clone());
      case GS -> top(run, ones(run));
      case GSD_LIPSCHITZ -> top(run, coordinateBounds(run));
      case GSD_MATRIX -> top(run, run.function().boundRowSums());
      case GSQ_THRESHOLDING -> new HardThresholding(run, size)::next;
      case GSQ_EXACT -> new ExhaustiveSearch(run, size)::next;
      case PROJECTED_PROGRESS -> projected(run);
    };
  }

  private Selector random(int[] arrangement) {
    SplittableRandom random = new SplittableRandom(seed);
    return () -> {
      shuffle(arrangement, size, random);
      return Blocks.sorted(Arrays.copyOf(arrangement, size));
    };
  }

  private Selector permuted(int[] arrangement) {
    SplittableRandom random = new SplittableRandom(seed);
    return new Selector() {
      private List<int[]> epoch = List.of();
      private int next;

      @Override
      public int[] next() {
        if (next == epoch.size()) {
          shuffle(arrangement, arrangement.length, random);
          epoch = Blocks.cut(arrangement, size);
          next = 0;
        }
        return epoch.get(next++);
      }
    };
  }

  private static void shuffle(int[] arrangement, int count, SplittableRandom random) {
    for (int p = 0; p < count; p++) {
      int other = p + random.nextInt(arrangement.length - p);
      int swap = arrangement[p];
      arrangement[p] = arrangement[other];
      arrangement[other] = swap;
    }
  }

  /** The largest gᵢ² / Dᵢ: the order of |gᵢ| / √Dᵢ. */
  private Selector top(BlockRun run, double[] divisors) {
    GradientScores seen = new GradientScores(run);
    double[] scores = new double[divisors.length];
    return () -> {
      double[] g = seen.gradient();
      for (int i : run.coordinates()) {
        scores[i] = g[i] * g[i] / divisors[i];
      }
      return TopIndices.of(run.coordinates(), scores, size);
    };
  }

  private Selector projected(BlockRun run) {
    GradientScores seen = new GradientScores(run);
    double[] bounds = coordinateBounds(run);
    double[] scores = new double[bounds.length];
    return () -> {
      double[] g = seen.gradient();
      double[] x = run.state().x();
      for (int i : run.coordinates()) {
        double d = run.problem().projectedStep(i, x[i], g[i] / bounds[i]);
        scores[i] = -d * (g[i] + bounds[i] / 2 * d);
      }
      return TopIndices.of(run.coordinates(), scores, size);
    };
  }

  private static double[] ones(BlockRun run) {
    double[] ones = new double[run.function().dimension()];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static double[] coordinateBounds(BlockRun run) {
    double[] bounds = new double[run.function().dimension()];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = run.function().coordinateBound(i);
    }
    return bounds;
  }
}
