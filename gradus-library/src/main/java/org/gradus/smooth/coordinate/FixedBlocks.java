package org.gradus.smooth.coordinate;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.gradus.core.Check;

/**
 * Blocks of a partition made once, one of them chosen at each step.
 *
 * <p>Random rules take one number of a {@link SplittableRandom} a step: {@code nextInt(blocks)},
 * and for {@link FixedRule#LIPSCHITZ} the first block whose cumulated share exceeds {@code
 * nextDouble()}.
 *
 * @param partition how the coordinates are divided
 * @param size τ, in [1, coordinates]
 * @param rule which block is next
 * @param seed of random rules
 */
public record FixedBlocks(Partition partition, int size, FixedRule rule, long seed)
    implements BlockSelection {
  private static final double GSQ_RIDGE = 1e-10;

  /** Validates. */
  public FixedBlocks {
    Objects.requireNonNull(partition, "partition");
    Objects.requireNonNull(rule, "rule");
    Check.atLeast("block size", size, 1);
  }

  @Override
  public boolean greedy() {
    return rule.greedy();
  }

  @Override
  public boolean fitsBounds() {
    return !rule.greedy();
  }

  @Override
  public Selector start(BlockRun run) {
    Blocks.requireSize(size, run.coordinates().length);
    List<int[]> blocks = partition.divide(run.function(), run.coordinates(), size);
    Blocks.requireSome(blocks.size());
    Blocks.requireWithin(blocks, run.coordinates());
    return switch (rule) {
      case RANDOM -> {
        SplittableRandom random = new SplittableRandom(seed);
        yield () -> blocks.get(random.nextInt(blocks.size()));
      }
      case CYCLIC -> new BlockSequence(blocks).start(run);
      case LIPSCHITZ -> weighted(blocks, run.bounds());
      default -> greedy(blocks, run);
    };
  }

  private Selector weighted(List<int[]> blocks, BlockBounds bounds) {
    double[] cumulated = new double[blocks.size()];
    double sum = 0;
    for (int k = 0; k < cumulated.length; k++) {
      sum += bounds.lipschitz(blocks.get(k));
      cumulated[k] = sum;
    }
    double total = sum;
    SplittableRandom random = new SplittableRandom(seed);
    return () -> {
      double target = random.nextDouble() * total;
      int k = 0;
      while (k < cumulated.length - 1 && cumulated[k] <= target) {
        k++;
      }
      return blocks.get(k);
    };
  }

  private Selector greedy(List<int[]> blocks, BlockRun run) {
    GradientScores scores = new GradientScores(run);
    double[] divisors = divisors(blocks, run);
    return () -> {
      double[] g = scores.gradient();
      int[] best = blocks.get(0);
      double highest = -1;
      int at = 0;
      for (int[] block : blocks) {
        double score = rule == FixedRule.GSQ ? gsq(block, g, run.bounds()) : 0;
        for (int i : block) {
          score += divisors == null ? 0 : g[i] * g[i] / divisors[at++];
        }
        if (score > highest) {
          highest = score;
          best = block;
        }
      }
      return best;
    };
  }

  private static double gsq(int[] block, double[] gradient, BlockBounds bounds) {
    double[] g = new double[block.length];
    for (int p = 0; p < block.length; p++) {
      g[p] = gradient[block[p]];
    }
    double[] step = bounds.solveShifted(block, GSQ_RIDGE, g);
    double score = 0;
    for (int p = 0; p < block.length; p++) {
      score += g[p] * step[p];
    }
    return score;
  }

  /** What gᵢ² is divided by, for the coordinates of the blocks in order; null for GSQ. */
  private double[] divisors(List<int[]> blocks, BlockRun run) {
    if (rule == FixedRule.GSQ) {
      return null;
    }
    double[] divisors = new double[blocks.stream().mapToInt(b -> b.length).sum()];
    int at = 0;
    for (int[] block : blocks) {
      for (int p = 0; p < block.length; p++) {
        divisors[at++] =
            switch (rule) {
              case GSL -> run.bounds().lipschitz(block);
              case GSD_LIPSCHITZ -> run.function().coordinateBound(block[p]);
              case GSD_MATRIX -> rowSum(run.bounds().matrix(block), p, block.length);
              default -> 1;
            };
      }
    }
    return divisors;
  }

  private static double rowSum(double[] matrix, int row, int order) {
    double sum = 0;
    for (int q = 0; q < order; q++) {
      sum += Math.abs(matrix[row * order + q]);
    }
    return sum;
  }
}
