package org.gradus.smooth.coordinate;

import java.util.Objects;
import java.util.SplittableRandom;
import org.gradus.core.SparseMatrix;

/**
 * A new forest at each step: coordinates are visited in the rule's order and taken unless they
 * close a cycle with those taken before, to the end of the list. For a {@link QuadraticFunction}
 * and {@link UpdateRule#MESSAGE_PASSING}. Cost of a choice: a sort and a pass over the matrix.
 *
 * @param rule the order
 * @param seed of {@link Rule#RANDOM}
 */
public record ForestBlocks(Rule rule, long seed) implements BlockSelection {
  /** In which order coordinates are visited. */
  public enum Rule {
    /** Descending |gᵢ|. */
    GS,
    /** Descending |gᵢ| / √Dᵢ, Dᵢ = Σⱼ |Aᵢⱼ|. */
    GSD,
    /** By uniform numbers, one {@link SplittableRandom#nextDouble()} a coordinate. */
    RANDOM
  }

  /** Validates. */
  public ForestBlocks {
    Objects.requireNonNull(rule, "rule");
  }

  @Override
  public boolean greedy() {
    return rule != Rule.RANDOM;
  }

  @Override
  public boolean fitsBounds() {
    return false;
  }

  @Override
  public Selector start(BlockRun run) {
    SparseMatrix matrix = GraphPartition.graph(run.function());
    GradientScores seen = new GradientScores(run);
    double[] rowSums = run.function().boundRowSums();
    SplittableRandom random = new SplittableRandom(seed);
    double[] keys = new double[rowSums.length];
    return () -> {
      double[] g = seen.gradient();
      for (int i : run.coordinates()) {
        keys[i] =
            switch (rule) {
              case GS -> Math.abs(g[i]);
              case GSD -> g[i] * g[i] / rowSums[i];
              case RANDOM -> random.nextDouble();
            };
      }
      return forest(matrix, IndexSort.descending(run.coordinates(), keys));
    };
  }

  private static int[] forest(SparseMatrix matrix, int[] order) {
    ForestBuilder forest = new ForestBuilder(matrix);
    for (int i : order) {
      forest.add(i);
    }
    return forest.members().stream().mapToInt(Integer::intValue).sorted().toArray();
  }
}
