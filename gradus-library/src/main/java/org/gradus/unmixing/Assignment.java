package org.gradus.unmixing;

import java.util.Arrays;

/** The assignment problem, by the Hungarian method with potentials: O(n³). */
final class Assignment {
  private Assignment() {}

  /**
   * The permutation with the least total cost.
   *
   * @param cost square
   * @return for each row its column
   */
  static int[] cheapest(double[][] cost) {
    int n = cost.length;
    // Indices from 1; column 0 is where each row starts to look for its own.
    double[] rowPotential = new double[n + 1];
    double[] columnPotential = new double[n + 1];
    int[] rowOf = new int[n + 1];
    for (int row = 1; row <= n; row++) {
      augment(cost, row, rowPotential, columnPotential, rowOf);
    }
    int[] columns = new int[n];
    for (int column = 1; column <= n; column++) {
      columns[rowOf[column] - 1] = column - 1;
    }
    return columns;
  }

  /** Finds the cheapest alternating path from a free row to a free column and flips it. */
  private static void augment(double[][] cost, int row, double[] u, double[] v, int[] rowOf) {
    int n = cost.length;
    double[] least = new double[n + 1];
    int[] previous = new int[n + 1];
    boolean[] used = new boolean[n + 1];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    rowOf[0] = row;
    int column = 0;
    while (rowOf[column] != 0) {
      used[column] = true;
      int next = 0;
      double delta = Double.POSITIVE_INFINITY;
      for (int j = 1; j <= n; j++) {
        if (!used[j]) {
          double reduced = cost[rowOf[column] - 1][j - 1] - u[rowOf[column]] - v[j];
          if (reduced < least[j]) {
            least[j] = reduced;
            previous[j] = column;
          }
          if (least[j] < delta) {
            delta = least[j];
            next = j;
          }
        }
      }
      for (int j = 0; j <= n; j++) {
        if (used[j]) {
          u[rowOf[j]] += delta;
          v[j] -= delta;
        } else {
          least[j] -= delta;
        }
      }
      column = next;
    }
    while (column != 0) {
      rowOf[column] = rowOf[previous[column]];
      column = previous[column];
    }
  }
}
