package org.gradus.constrained;

import java.util.Optional;
import org.gradus.core.Check;
import org.gradus.core.SparseMatrix;

/** K = [[B, Gᵀ], [G, 0]] of one outer step, B = ∇²ₓₓL + t I, with its norms. */
final class KktSystem {
  /** Relative asymmetry of a Hessian that is taken for rounding. */
  private static final double ASYMMETRY = 1e-8;

  private final SparseMatrix hessian;
  private final SparseMatrix shifted;
  private final SparseMatrix matrix;
  private final SparseMatrix jacobian;
  private final double frobenius;
  private SparseMatrix square;
  private double[] squaredRowNorms;
  private SparseFactor factor;

  private KktSystem(SparseMatrix hessian, SparseMatrix shifted, SparseMatrix jacobian) {
    this.hessian = hessian;
    this.shifted = shifted;
    this.jacobian = jacobian;
    matrix = SparseRows.saddle(shifted, jacobian);
    frobenius = Vectors.norm(matrix.values());
  }

  /** K at a point, B as the regularity says. */
  static KktSystem of(
      SparseMatrix hessian, SparseMatrix jacobian, Geometry geometry, Regularity regularity) {
    boolean convex = geometry.curved(hessian, regularity.leastCurvature());
    double t = convex ? 0 : regularity.shift() + Vectors.norm(hessian.values());
    return new KktSystem(hessian, SparseRows.shifted(hessian, t), jacobian);
  }

  /** The user's Hessian, checked, every entry once. */
  static SparseMatrix checkedHessian(SparseMatrix given, int n) {
    Iterate.requireShape("the Hessian", given, n, n);
    SparseMatrix hessian = SparseRows.shifted(given, 0);
    SparseMatrix difference = SparseRows.sum(1, hessian, -1, hessian.transposed());
    double norm = Vectors.norm(hessian.values());
    double asymmetry = Vectors.norm(difference.values());
    if (asymmetry > ASYMMETRY * norm) {
      throw Check.invalid(
          "the asymmetry |H - H'|_F of the Hessian",
          asymmetry,
          "at most 1e-8 |H|_F = " + ASYMMETRY * norm);
    }
    return hessian;
  }

  /** p. */
  int order() {
    return matrix.rows();
  }

  /** n. */
  int variables() {
    return shifted.rows();
  }

  SparseMatrix matrix() {
    return matrix;
  }

  /** H, without a shift. */
  SparseMatrix hessian() {
    return hessian;
  }

  /** B. */
  SparseMatrix shifted() {
    return shifted;
  }

  SparseMatrix jacobian() {
    return jacobian;
  }

  /** |K|_F. */
  double frobenius() {
    return frobenius;
  }

  /** K², computed once. */
  SparseMatrix square() {
    if (square == null) {
      square = SparseRows.product(matrix, matrix);
    }
    return square;
  }

  /** |Kᵢ|², computed once. */
  double[] squaredRowNorms() {
    if (squaredRowNorms == null) {
      squaredRowNorms = new double[order()];
      for (int i = 0; i < order(); i++) {
        for (int k = matrix.rowStarts()[i]; k < matrix.rowStarts()[i + 1]; k++) {
          squaredRowNorms[i] += matrix.values()[k] * matrix.values()[k];
        }
      }
    }
    return squaredRowNorms;
  }

  /** K⁻¹ b by sparse LU, factored once; empty if K is singular. */
  Optional<double[]> solve(double[] b) {
    if (factor == null) {
      Optional<SparseFactor> lu = SparseFactor.lu(matrix);
      if (lu.isEmpty()) {
        return Optional.empty();
      }
      factor = lu.get();
    }
    double[] x = factor.solve(b);
    return Vectors.allFinite(x) ? Optional.of(x) : Optional.empty();
  }
}
