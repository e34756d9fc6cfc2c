package org.gradus.lowrank;

import java.util.Objects;
import org.gradus.core.Check;

/**
 * Matrix completion: the matrix of rank k that agrees with the observed entries.
 *
 * <pre>
 * minimise  ‖P_Ω(U Vᵀ − M)‖²_F + λ (‖U‖²_F or ‖V‖²_F, whichever is being solved for)
 *   over U [m, k], V [n, k]
 * </pre>
 *
 * @param entries M on Ω. Their pattern must be connected ({@link Connectivity}): otherwise the
 *     entries between its parts are not determined by anything. {@link
 *     ObservedEntries#largestConnectedPart} keeps what can be completed
 * @param rank k, in [1, min(m, n)], with |Ω| ≥ k (m + n − k), the degrees of freedom
 * @param ridge λ ≥ 0, for noisy entries; 0 for exact ones
 */
public record CompletionProblem(ObservedEntries entries, int rank, double ridge) {
  /**
   * Validates.
   *
   * @throws IllegalArgumentException naming what is wrong, with its value
   */
  public CompletionProblem {
    Objects.requireNonNull(entries, "entries");
    int limit = Math.min(entries.rows(), entries.columns());
    if (rank < 1 || rank > limit) {
      throw Check.invalid("rank", rank, "in [1, " + limit + "], min(rows, columns)");
    }
    Check.nonNegative("ridge", ridge);
    requireEnough("the number of observed entries", entries, rank);
    requireConnected(entries);
  }

  /** A problem without ridge. */
  public CompletionProblem(ObservedEntries entries, int rank) {
    this(entries, rank, 0);
  }

  /** The problem of Mᵀ. */
  public CompletionProblem transposed() {
    return new CompletionProblem(entries.transposed(), rank, ridge);
  }

  /** |Ω| / (k (m + n)): at least 3 is usually needed, from 5 on completion is reliable. */
  public double samplingRatio() {
    return entries.count() / (rank * ((double) entries.rows() + entries.columns()));
  }

  /** k (m + n − k), the dimension of the set of matrices of rank k. */
  static long degreesOfFreedom(ObservedEntries entries, int rank) {
    return rank * ((long) entries.rows() + entries.columns() - rank);
  }

  static void requireEnough(String name, ObservedEntries entries, int rank) {
    long least = degreesOfFreedom(entries, rank);
    if (entries.count() < least) {
      throw Check.invalid(
          name,
          entries.count(),
          "at least k (m + n - k) = " + least + ", the degrees of freedom of rank " + rank);
    }
  }

  private static void requireConnected(ObservedEntries entries) {
    Connectivity connectivity = Connectivity.of(entries);
    if (connectivity.parts() > 1) {
      int row = 0;
      while (connectivity.partOfRow(row) != 1) {
        row++;
      }
      throw new IllegalArgumentException(
          "the observed entries fall into "
              + connectivity.parts()
              + " parts that share no row or column (row "
              + row
              + " begins the second; the largest has "
              + connectivity.entries(connectivity.largest())
              + " of "
              + entries.count()
              + " entries); they must be connected: complete the parts separately, or keep the"
              + " largest with largestConnectedPart()");
    }
  }
}
