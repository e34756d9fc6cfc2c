package org.gradus.smooth.coordinate;

import java.util.Arrays;
import org.gradus.core.Check;
import org.gradus.core.SparseMatrix;

/**
 * Solves A_bb x = r where the graph of A_bb is a forest: elimination from the leaves to the roots,
 * substitution back. Cost: the entries of the block's rows.
 */
final class ForestSystem {
  /** A pivot below this part of its diagonal entry is zero: the tree's matrix is singular. */
  private static final double ZERO = 1e-13;

  private final SparseMatrix matrix;
  private final int[] position;
  private int[] order = {};
  private int[] parent = {};
  private double[] coupling = {};
  private double[] pivot = {};

  /** For blocks of a symmetric matrix. */
  ForestSystem(SparseMatrix matrix) {
    this.matrix = matrix;
    position = new int[matrix.rows()];
    Arrays.fill(position, -1);
  }

  /**
   * x as a new array; components along a singular tree's null vector are left at 0.
   *
   * @throws IllegalArgumentException if the block has a cycle
   */
  double[] solve(int[] block, double[] right) {
    reserve(block.length);
    for (int p = 0; p < block.length; p++) {
      position[block[p]] = p;
      parent[p] = -2;
    }
    try {
      walk(block);
    } finally {
      for (int i : block) {
        position[i] = -1;
      }
    }
    return substitute(right.clone());
  }

  private void reserve(int size) {
    if (order.length < size) {
      order = new int[size];
      parent = new int[size];
      coupling = new double[size];
      pivot = new double[size];
    }
  }

  /** Orders the block so that parents come before children; −1 is a root's parent. */
  private void walk(int[] block) {
    int found = 0;
    for (int root = 0; root < block.length; root++) {
      if (parent[root] != -2) {
        continue;
      }
      parent[root] = -1;
      order[found++] = root;
      for (int next = found - 1; next < found; next++) {
        found = visit(block, order[next], found);
      }
    }
  }

  private int visit(int[] block, int p, int found) {
    int row = block[p];
    int count = found;
    for (int k = matrix.rowStarts()[row]; k < matrix.rowStarts()[row + 1]; k++) {
      int q = position[matrix.columnIndices()[k]];
      double value = matrix.values()[k];
      if (q == p) {
        pivot[p] = value;
      } else if (q >= 0 && q != parent[p] && value != 0) {
        if (parent[q] != -2) {
          throw Check.invalid(
              "the graph of a block",
              "cyclic at coordinates " + row + " and " + block[q],
              "a forest");
        }
        parent[q] = p;
        coupling[q] = value;
        order[count++] = q;
      }
    }
    return count;
  }

  private double[] substitute(double[] x) {
    int size = x.length;
    double[] diagonal = Arrays.copyOf(pivot, size);
    for (int at = size - 1; at >= 0; at--) {
      int p = order[at];
      if (diagonal[p] <= ZERO * pivot[p]) {
        diagonal[p] = Double.POSITIVE_INFINITY;
      }
      if (parent[p] >= 0) {
        double factor = coupling[p] / diagonal[p];
        diagonal[parent[p]] -= factor * coupling[p];
        x[parent[p]] -= factor * x[p];
      }
    }
    for (int at = 0; at < size; at++) {
      int p = order[at];
      double known = parent[p] >= 0 ? coupling[p] * x[parent[p]] : 0;
      x[p] = (x[p] - known) / diagonal[p];
    }
    return x;
  }
}
