package org.gradus.transport;

import java.util.Arrays;
import java.util.Map;
import org.gradus.core.SparseMatrix;

/**
 * H = η [diag(P 1) S; Sᵀ diag(Pᵀ 1)] with S the largest entries of P, by conjugate gradients.
 *
 * <p>The diagonal has the full sums, so H is diagonally dominant, whatever S leaves out.
 */
final class SparseDirection implements NewtonDirection {
  private final GibbsKernel kernel;
  private final Sparsity sparsity;
  private final double cgTolerance;
  private final LargestEntries entries;
  private final ConjugateGradient solver;
  private final int rows;
  private final int columns;
  private final double[] diagonal;
  private final double[] gradient;
  private final Halves in;
  private final Halves out;

  SparseDirection(GibbsKernel kernel, Sparsity sparsity, double cgTolerance) {
    this.kernel = kernel;
    this.sparsity = sparsity;
    this.cgTolerance = cgTolerance;
    entries = new LargestEntries(kernel);
    rows = kernel.problem().rows();
    columns = kernel.problem().columns();
    solver = new ConjugateGradient(rows + columns);
    diagonal = new double[rows + columns];
    gradient = new double[rows + columns];
    in = new Halves(rows, columns);
    out = new Halves(rows, columns);
  }

  @Override
  public Step solve(DualPoint at, double shift) {
    SparseMatrix kept = entries.select(sparsity, at.error());
    join(at.rowSums(), at.columnSums(), diagonal);
    for (int i = 0; i < diagonal.length; i++) {
      diagonal[i] += shift;
    }
    join(at.rowGradient(), at.columnGradient(), gradient);
    scaleGradient();
    double[] dz = solver.solve((x, y) -> multiply(kept, x, y), diagonal, gradient, cgTolerance);
    return Step.of(dz, rows, metrics(kept, at));
  }

  /**
   * ∇f / η, made orthogonal to (1, −1): it is but for rounding, and along that direction H is
   * singular or nearly so, which would blow the rounding up.
   */
  private void scaleGradient() {
    Sums sums = new Sums();
    for (int i = 0; i < gradient.length; i++) {
      sums.add(i < rows ? gradient[i] : -gradient[i]);
    }
    double along = sums.value() / gradient.length;
    double eta = kernel.problem().eta();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = (i < rows ? gradient[i] - along : gradient[i] + along) / eta;
    }
  }

  private Map<String, Double> metrics(SparseMatrix kept, DualPoint at) {
    return Map.of(
        TransportSolution.KEPT_ENTRIES,
        (double) kept.entries(),
        TransportSolution.DROPPED_MASS,
        Math.max(0, Sums.of(at.rowSums()) - entries.keptMass()),
        TransportSolution.CG_ITERATIONS,
        (double) solver.iterations());
  }

  /** y ← H x / η. */
  private void multiply(SparseMatrix kept, double[] x, double[] y) {
    in.split(x);
    kept.multiply(in.second, out.first);
    Arrays.fill(out.second, 0);
    kept.addTransposedProduct(in.first, out.second);
    join(out.first, out.second, y);
    for (int i = 0; i < y.length; i++) {
      y[i] += diagonal[i] * x[i];
    }
  }

  private static void join(double[] first, double[] second, double[] whole) {
    System.arraycopy(first, 0, whole, 0, first.length);
    System.arraycopy(second, 0, whole, first.length, second.length);
  }

  /** A vector of n + m entries in two parts. */
  private static final class Halves {
    private final double[] first;
    private final double[] second;

    Halves(int rows, int columns) {
      first = new double[rows];
      second = new double[columns];
    }

    void split(double[] whole) {
      System.arraycopy(whole, 0, first, 0, first.length);
      System.arraycopy(whole, first.length, second, 0, second.length);
    }
  }
}
