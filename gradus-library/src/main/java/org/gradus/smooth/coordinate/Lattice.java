package org.gradus.smooth.coordinate;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Check;
import org.gradus.core.SparseMatrix;

/**
 * A rectangular grid as a graph: node r · columns + c has edges to its neighbours to the right and
 * below.
 *
 * @param rows at least 1
 * @param columns at least 1
 */
public record Lattice(int rows, int columns) {
  /** Validates. */
  public Lattice {
    Check.atLeast("rows", rows, 1);
    Check.atLeast("columns", columns, 1);
    Math.multiplyExact(rows, columns);
  }

  /** Number of nodes. */
  public int nodes() {
    return rows * columns;
  }

  /** Number of edges. */
  public int edges() {
    return rows * (columns - 1) + (rows - 1) * columns;
  }

  /**
   * The symmetric matrix of edge weights.
   *
   * @param weights of the edges: node by node, the one to the right before the one below
   */
  public SparseMatrix weights(double[] weights) {
    if (weights.length != edges()) {
      throw Check.invalid("the number of weights", weights.length, edges() + ", the edges");
    }
    double[] right = new double[nodes()];
    double[] below = new double[nodes()];
    int edge = 0;
    for (int node = 0; node < nodes(); node++) {
      right[node] = node % columns < columns - 1 ? weights[edge++] : 0;
      below[node] = node / columns < rows - 1 ? weights[edge++] : 0;
    }
    int[] starts = new int[nodes() + 1];
    int[] neighbours = new int[2 * edges()];
    double[] values = new double[2 * edges()];
    int at = 0;
    for (int node = 0; node < nodes(); node++) {
      int[] around = {node - columns, node - 1, node + 1, node + columns};
      boolean[] there = {
        node >= columns, node % columns > 0, node % columns < columns - 1, node / columns < rows - 1
      };
      for (int side = 0; side < around.length; side++) {
        if (there[side]) {
          neighbours[at] = around[side];
          int from = Math.min(node, around[side]);
          values[at++] = side == 1 || side == 2 ? right[from] : below[from];
        }
      }
      starts[node + 1] = at;
    }
    return new SparseMatrix(nodes(), nodes(), starts, neighbours, values);
  }

  /**
   * Two combs that cover the lattice, each a tree (a forest once nodes are missing): the first
   * column with the even rows but for their last node, and the last column with the odd rows but
   * for their first.
   *
   * @param kept the nodes that are unknowns, ascending; the blocks count in this order
   */
  public List<int[]> combs(int[] kept) {
    List<Integer> first = new ArrayList<>();
    List<Integer> second = new ArrayList<>();
    for (int p = 0; p < kept.length; p++) {
      int row = kept[p] / columns;
      int column = kept[p] % columns;
      boolean ofFirst = column == 0 || (row % 2 == 0 && column < columns - 1);
      (ofFirst ? first : second).add(p);
    }
    return List.of(first, second).stream()
        .filter(comb -> !comb.isEmpty())
        .map(comb -> comb.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }
}
