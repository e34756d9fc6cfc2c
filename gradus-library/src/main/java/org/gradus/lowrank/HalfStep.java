package org.gradus.lowrank;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.gradus.core.Parallel;
import org.gradus.core.SparseMatrix;

/**
 * Solves for one factor with the other fixed: one regression for each row of {@code observed}.
 *
 * <p>Regressions are independent and run on several threads; the result does not depend on how
 * many.
 */
final class HalfStep {
  /** Entries times rank worth a thread of their own. */
  private static final long GRAIN = 1 << 17;

  /** What a half-step found. */
  record Result(double[] factor, double residual, long multiplyAdds) {}

  private final SparseMatrix observed;
  private final int rank;
  private final double ridge;

  /**
   * A half-step.
   *
   * @param observed a row for each regression, a column for each row of the fixed factor
   */
  HalfStep(SparseMatrix observed, int rank, double ridge) {
    this.observed = observed;
    this.rank = rank;
    this.ridge = ridge;
  }

  /** Makes the solver of one thread. */
  interface Solvers {
    RegressionSolver make();
  }

  /**
   * Runs all regressions.
   *
   * @param fixed the fixed factor, row-major [observed.columns, k]
   * @param start where iterations without a sketch start, [observed.rows, k]; null for 0
   */
  Result run(double[] fixed, double[] start, Solvers solvers) {
    double[] factor = new double[Math.multiplyExact(observed.rows(), rank)];
    double[] squares = new double[observed.rows()];
    LongAdder work = new LongAdder();
    Parallel.ranges(
        observed.entries(),
        Math.max(1, GRAIN / rank),
        (from, to) -> {
          RegressionSolver solver = solvers.make();
          int end = firstRowFrom(to);
          for (int row = firstRowFrom(from); row < end; row++) {
            squares[row] = solve(row, fixed, start, solver);
            System.arraycopy(solver.system().solution(), 0, factor, row * rank, rank);
          }
          work.add(solver.system().multiplyAdds());
        });
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    return new Result(factor, Math.sqrt(sum), work.sum());
  }

  /** The first row whose entries start at the given one or later. */
  private int firstRowFrom(long entry) {
    int found = Arrays.binarySearch(observed.rowStarts(), (int) entry);
    if (found < 0) {
      return -found - 1;
    }
    // Empty rows share their start with the next row: the first of them.
    while (found > 0 && observed.rowStarts()[found - 1] == entry) {
      found--;
    }
    return Math.min(found, observed.rows());
  }

  /** One regression; returns its squared residual over the observed entries. */
  private double solve(int row, double[] fixed, double[] start, RegressionSolver solver) {
    TallSystem system = solver.system();
    int from = observed.rowStarts()[row];
    int to = observed.rowStarts()[row + 1];
    system.clear();
    if (from == to) {
      return 0;
    }
    for (int e = from; e < to; e++) {
      system.append(fixed, observed.columnIndices()[e] * rank, observed.values()[e]);
    }
    if (ridge > 0) {
      system.appendDiagonal(Math.sqrt(ridge));
    }
    if (start != null) {
      System.arraycopy(start, row * rank, system.solution(), 0, rank);
    }
    solver.solve(row, to - from);
    double sum = 0;
    double[] residual = system.residualEntries();
    for (int i = 0; i < to - from; i++) {
      sum += residual[i] * residual[i];
    }
    return sum;
  }
}
