package org.gradus.transport;

import org.bytedeco.javacpp.PointerScope;
import org.gradus.core.Check;

/** How sparse plans are: what Sinkhorn-Newton-Sparse lives on (theorem 1 of arXiv 2401.12253). */
public final class PlanSparsity {
  private static final int LARGEST_ENUMERATED = 8;

  private PlanSparsity() {}

  /**
   * The smallest number of entries that hold the given share of the mass of the plan P(x, y).
   *
   * @param share in (0, 1], for example 0.999
   */
  public static long entriesHolding(double share, TransportProblem problem, Potentials potentials) {
    if (!(share > 0 && share <= 1)) {
      throw Check.invalid("share", share, "in (0, 1]");
    }
    try (PointerScope scope = new PointerScope()) {
      GibbsKernel kernel = new GibbsKernel(problem);
      kernel.fill(potentials.x(), potentials.y());
      return new LargestEntries(kernel).entriesHolding(share);
    }
  }

  /**
   * Δ of an assignment problem: the cost of the second-best vertex less that of the best, by
   * enumeration of the permutations, for uniform marginals 1/n and n ≤ 8.
   *
   * @param cost n × n with n from 2 to 8
   */
  public static double vertexGap(double[][] cost) {
    if (cost.length < 2 || cost.length > LARGEST_ENUMERATED) {
      throw Check.invalid("the number of rows", cost.length, "from 2 to " + LARGEST_ENUMERATED);
    }
    double[] two = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    enumerate(cost, 0, 0, 0, two);
    return (two[1] - two[0]) / cost.length;
  }

  /** Completes an assignment of the first rows in every way, keeping the two smallest totals. */
  private static void enumerate(double[][] cost, int row, int taken, double total, double[] two) {
    if (row == cost.length) {
      if (total < two[0]) {
        two[1] = two[0];
        two[0] = total;
      } else if (total < two[1]) {
        two[1] = total;
      }
      return;
    }
    for (int column = 0; column < cost.length; column++) {
      if ((taken & 1 << column) == 0) {
        enumerate(cost, row + 1, taken | 1 << column, total + cost[row][column], two);
      }
    }
  }
}
