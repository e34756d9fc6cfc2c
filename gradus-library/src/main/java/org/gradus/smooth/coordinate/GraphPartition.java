package org.gradus.smooth.coordinate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.core.Check;
import org.gradus.core.SparseMatrix;

/**
 * Partitions by the graph of a {@link QuadraticFunction}'s matrix, for {@link
 * UpdateRule#MESSAGE_PASSING}; the block size does not matter, as the graph decides it.
 */
public enum GraphPartition implements Partition {
  /**
   * Colour classes, coloured greedily in breadth-first order: every A_bb is diagonal. Two blocks,
   * red and black, where the graph is bipartite.
   */
  COLOURS {
    @Override
    List<List<Integer>> group(SparseMatrix matrix, int[] coordinates, BlockFunction function) {
      return colours(matrix, coordinates);
    }
  },
  /**
   * Bins of forests: each coordinate, by descending Lᵢ, into the first bin it closes no cycle in.
   */
  FORESTS {
    @Override
    List<List<Integer>> group(SparseMatrix matrix, int[] coordinates, BlockFunction function) {
      double[] bounds = new double[matrix.rows()];
      for (int i : coordinates) {
        bounds[i] = function.coordinateBound(i);
      }
      List<ForestBuilder> bins = new ArrayList<>();
      for (int i : IndexSort.descending(coordinates, bounds)) {
        boolean placed = false;
        for (int k = 0; k < bins.size() && !placed; k++) {
          placed = bins.get(k).add(i);
        }
        if (!placed) {
          ForestBuilder bin = new ForestBuilder(matrix);
          bin.add(i);
          bins.add(bin);
        }
      }
      return bins.stream().map(ForestBuilder::members).toList();
    }
  };

  abstract List<List<Integer>> group(
      SparseMatrix matrix, int[] coordinates, BlockFunction function);

  @Override
  public List<int[]> divide(BlockFunction function, int[] coordinates, int size) {
    SparseMatrix matrix = graph(function);
    return group(matrix, coordinates, function).stream()
        .map(g -> g.stream().mapToInt(Integer::intValue).sorted().toArray())
        .toList();
  }

  /** The matrix whose graph matters. */
  static SparseMatrix graph(BlockFunction function) {
    if (function instanceof QuadraticFunction quadratic) {
      return quadratic.matrix();
    }
    throw Check.invalid(
        "the function of a partition by graph",
        function.getClass().getSimpleName(),
        "a QuadraticFunction");
  }

  private static List<List<Integer>> colours(SparseMatrix matrix, int[] coordinates) {
    int[] colour = new int[matrix.rows()];
    Arrays.fill(colour, -2);
    for (int i : coordinates) {
      colour[i] = -1;
    }
    List<List<Integer>> classes = new ArrayList<>();
    int[] queue = new int[coordinates.length];
    int found = 0;
    int next = 0;
    for (int root : coordinates) {
      if (colour[root] == -1) {
        queue[found++] = root;
        colour[root] = assign(matrix, root, colour, classes);
      }
      for (; next < found; next++) {
        int i = queue[next];
        for (int k = matrix.rowStarts()[i]; k < matrix.rowStarts()[i + 1]; k++) {
          int j = matrix.columnIndices()[k];
          if (colour[j] == -1 && matrix.values()[k] != 0) {
            queue[found++] = j;
            colour[j] = assign(matrix, j, colour, classes);
          }
        }
      }
    }
    return classes;
  }

  /** The first colour no neighbour has; a new class where all are taken. */
  private static int assign(SparseMatrix matrix, int i, int[] colour, List<List<Integer>> classes) {
    boolean[] taken = new boolean[classes.size()];
    for (int k = matrix.rowStarts()[i]; k < matrix.rowStarts()[i + 1]; k++) {
      int other = colour[matrix.columnIndices()[k]];
      if (other >= 0 && matrix.values()[k] != 0) {
        taken[other] = true;
      }
    }
    int chosen = 0;
    while (chosen < taken.length && taken[chosen]) {
      chosen++;
    }
    if (chosen == classes.size()) {
      classes.add(new ArrayList<>());
    }
    classes.get(chosen).add(i);
    return chosen;
  }
}
