package org.gradus.constrained;

import java.util.Arrays;
import java.util.Comparator;
import org.gradus.core.SparseMatrix;

/**
 * The reverse Cuthill–McKee order of a symmetric pattern: breadth first from a node far out, few
 * neighbours first. It keeps the entries, and so the fill of a factorisation, near the diagonal.
 */
final class CuthillMcKee {
  private final SparseMatrix pattern;
  private final int[] order;
  private final boolean[] seen;
  private int count;

  private CuthillMcKee(SparseMatrix pattern) {
    this.pattern = pattern;
    order = new int[pattern.rows()];
    seen = new boolean[pattern.rows()];
  }

  /** The node at each place. */
  static int[] reverse(SparseMatrix pattern) {
    CuthillMcKee search = new CuthillMcKee(pattern);
    for (int node = 0; node < pattern.rows(); node++) {
      if (!search.seen[node]) {
        search.component(node);
      }
    }
    int[] reversed = new int[search.count];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = search.order[reversed.length - 1 - i];
    }
    return reversed;
  }

  /** Orders the component of a node, from the node that a first search reached last. */
  private void component(int node) {
    int first = count;
    visit(node);
    int far = order[count - 1];
    for (int i = first; i < count; i++) {
      seen[order[i]] = false;
    }
    count = first;
    visit(far);
  }

  private void visit(int root) {
    int next = count;
    seen[root] = true;
    order[count++] = root;
    while (next < count) {
      int node = order[next++];
      Arrays.stream(
              pattern.columnIndices(), pattern.rowStarts()[node], pattern.rowStarts()[node + 1])
          .boxed()
          .sorted(Comparator.comparingInt(this::degree))
          .forEach(this::append);
    }
  }

  private void append(int node) {
    if (!seen[node]) {
      seen[node] = true;
      order[count++] = node;
    }
  }

  private int degree(int node) {
    return pattern.rowStarts()[node + 1] - pattern.rowStarts()[node];
  }
}
