package org.gradus.constrained;

import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseCSC;
import org.ejml.interfaces.linsol.LinearSolverSparse;
import org.ejml.sparse.FillReducing;
import org.ejml.sparse.csc.factory.LinearSolverFactory_DSCC;
import org.gradus.core.SparseMatrix;

/**
 * A factored symmetric sparse matrix: EJML's LU or Cholesky of it, rows and columns in reverse
 * Cuthill–McKee order (EJML itself has no order that saves fill).
 */
final class SparseFactor {
  private final LinearSolverSparse<DMatrixSparseCSC, DMatrixRMaj> solver;
  private final int[] order;

  private SparseFactor(LinearSolverSparse<DMatrixSparseCSC, DMatrixRMaj> solver, int[] order) {
    this.solver = solver;
    this.order = order;
  }

  /** LU with pivots; empty if the matrix is singular. */
  static Optional<SparseFactor> lu(SparseMatrix matrix) {
    return of(LinearSolverFactory_DSCC.lu(FillReducing.NONE), matrix);
  }

  /** Cholesky; empty if the matrix is not positive definite. */
  static Optional<SparseFactor> cholesky(SparseMatrix matrix) {
    return of(LinearSolverFactory_DSCC.cholesky(FillReducing.NONE), matrix);
  }

  private static Optional<SparseFactor> of(
      LinearSolverSparse<DMatrixSparseCSC, DMatrixRMaj> solver, SparseMatrix matrix) {
    if (!Vectors.allFinite(matrix.values())) {
      return Optional.empty();
    }
    int[] order = CuthillMcKee.reverse(matrix);
    return solver.setA(permuted(matrix, order))
        ? Optional.of(new SparseFactor(solver, order))
        : Optional.empty();
  }

  /** A⁻¹ b. */
  double[] solve(double[] b) {
    int n = order.length;
    DMatrixRMaj right = new DMatrixRMaj(n, 1);
    DMatrixRMaj x = new DMatrixRMaj(n, 1);
    for (int i = 0; i < n; i++) {
      right.data[i] = b[order[i]];
    }
    solver.solve(right, x);
    double[] result = new double[n];
    for (int i = 0; i < n; i++) {
      result[order[i]] = x.data[i];
    }
    return result;
  }

  /** Row and column i of the result are order[i] of the symmetric matrix. */
  private static DMatrixSparseCSC permuted(SparseMatrix matrix, int[] order) {
    int n = order.length;
    int[] place = new int[n];
    for (int i = 0; i < n; i++) {
      place[order[i]] = i;
    }
    SparseRows columns = new SparseRows(n, n);
    for (int i = 0; i < n; i++) {
      int from = order[i];
      for (int k = matrix.rowStarts()[from]; k < matrix.rowStarts()[from + 1]; k++) {
        columns.add(place[matrix.columnIndices()[k]], matrix.values()[k]);
      }
      columns.endRow();
    }
    // Rows of a symmetric matrix are its columns.
    SparseMatrix built = columns.build();
    DMatrixSparseCSC result = new DMatrixSparseCSC(n, n, 0);
    result.col_idx = built.rowStarts();
    result.nz_rows = built.columnIndices();
    result.nz_values = built.values();
    result.nz_length = built.entries();
    result.indicesSorted = true;
    return result;
  }
}
