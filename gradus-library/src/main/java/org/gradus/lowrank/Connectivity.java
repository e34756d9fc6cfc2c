package org.gradus.lowrank;

import java.util.Arrays;
import org.gradus.core.SparseMatrix;

/**
 * Which rows and columns the observed entries tie together.
 *
 * <p>Rows and columns are the nodes of a graph, observed entries its edges. Nothing relates two
 * parts that no entry connects, so that the entries between them can be anything. Rows and columns
 * without any entry belong to no part.
 */
public final class Connectivity {
  private static final int NONE = -1;

  private final int rows;
  private final int[] part;
  private final int[] sizes;

  private Connectivity(int rows, int[] part, int[] sizes) {
    this.rows = rows;
    this.part = part;
    this.sizes = sizes;
  }

  /** Finds the parts, in O(|Ω| + m + n). */
  public static Connectivity of(ObservedEntries entries) {
    SparseMatrix byRow = entries.byRow();
    int[] parent = new int[entries.rows() + entries.columns()];
    for (int node = 0; node < parent.length; node++) {
      parent[node] = node;
    }
    for (int i = 0; i < byRow.rows(); i++) {
      for (int e = byRow.rowStarts()[i]; e < byRow.rowStarts()[i + 1]; e++) {
        join(parent, i, byRow.rows() + byRow.columnIndices()[e]);
      }
    }
    return numbered(byRow, parent);
  }

  /** How many parts there are; 1 is what completion needs. */
  public int parts() {
    return sizes.length;
  }

  /** The part of a row: the parts are numbered by their first rows; −1 for an empty row. */
  public int partOfRow(int row) {
    return part[row];
  }

  /** The part of a column; −1 for an empty column. */
  public int partOfColumn(int column) {
    return part[rows + column];
  }

  /** The number of the part with the most entries, the first of them at a tie. */
  public int largest() {
    int largest = 0;
    for (int p = 1; p < sizes.length; p++) {
      largest = sizes[p] > sizes[largest] ? p : largest;
    }
    return largest;
  }

  /** The number of entries in a part. */
  public int entries(int p) {
    return sizes[p];
  }

  private static Connectivity numbered(SparseMatrix byRow, int[] parent) {
    int[] part = new int[parent.length];
    Arrays.fill(part, NONE);
    int[] sizes = new int[byRow.rows()];
    int parts = 0;
    for (int i = 0; i < byRow.rows(); i++) {
      int count = byRow.rowStarts()[i + 1] - byRow.rowStarts()[i];
      if (count == 0) {
        continue;
      }
      int root = root(parent, i);
      if (part[root] == NONE) {
        part[root] = parts++;
      }
      part[i] = part[root];
      sizes[part[i]] += count;
    }
    for (int e = 0; e < byRow.entries(); e++) {
      int node = byRow.rows() + byRow.columnIndices()[e];
      part[node] = part[root(parent, node)];
    }
    return new Connectivity(byRow.rows(), part, Arrays.copyOf(sizes, parts));
  }

  /** The smaller root stays one, so that a part with entries has a row as its root. */
  private static void join(int[] parent, int a, int b) {
    int rootA = root(parent, a);
    int rootB = root(parent, b);
    parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }

  /** Follows parents, halving the path. */
  private static int root(int[] parent, int node) {
    int at = node;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }
}
