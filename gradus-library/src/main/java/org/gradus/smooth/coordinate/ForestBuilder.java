package org.gradus.smooth.coordinate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.core.SparseMatrix;

/** A growing set of coordinates whose graph stays a forest, by union-find. */
final class ForestBuilder {
  private final SparseMatrix matrix;
  private final int[] parent;
  private final int[] roots;
  private final List<Integer> members = new ArrayList<>();

  /** Empty, in the graph of a symmetric matrix. */
  ForestBuilder(SparseMatrix matrix) {
    this.matrix = matrix;
    parent = new int[matrix.rows()];
    roots = new int[matrix.rows()];
    Arrays.fill(parent, -1);
  }

  /** Adds a coordinate unless two of its neighbours are in one tree; says whether it did. */
  boolean add(int i) {
    int count = 0;
    for (int k = matrix.rowStarts()[i]; k < matrix.rowStarts()[i + 1]; k++) {
      int j = matrix.columnIndices()[k];
      if (j == i || parent[j] < 0 || matrix.values()[k] == 0) {
        continue;
      }
      int root = root(j);
      for (int q = 0; q < count; q++) {
        if (roots[q] == root) {
          return false;
        }
      }
      roots[count++] = root;
    }
    parent[i] = i;
    for (int q = 0; q < count; q++) {
      parent[roots[q]] = i;
    }
    members.add(i);
    return true;
  }

  List<Integer> members() {
    return members;
  }

  private int root(int i) {
    int at = i;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }
}
