package org.gradus.constrained;

import org.gradus.core.Check;
import org.gradus.core.SparseMatrix;

/**
 * Everything of first order at a pair (x, λ).
 *
 * @param objective f
 * @param values c
 * @param slope ∇f
 * @param jacobian G, each entry once
 * @param gradient ∇L = (∇f + Gᵀ λ, c), of length p
 */
record Iterate(
    double[] x,
    double[] multipliers,
    double objective,
    double[] values,
    double[] slope,
    SparseMatrix jacobian,
    double[] gradient) {

  static Iterate at(ConstrainedFunctions functions, double[] x, double[] multipliers) {
    int n = functions.variables();
    int m = functions.constraints();
    double[] values = functions.constraints(x);
    requireLength("c(x)", values, m);
    double[] slope = functions.gradient(x);
    requireLength("the gradient of f", slope, n);
    SparseMatrix jacobian = functions.jacobian(x);
    requireShape("the Jacobian", jacobian, m, n);
    jacobian = SparseRows.shifted(jacobian, 0);
    double[] stationarity = slope.clone();
    jacobian.addTransposedProduct(multipliers, stationarity);
    return new Iterate(
        x,
        multipliers,
        functions.objective(x),
        values,
        slope,
        jacobian,
        Vectors.joined(stationarity, values));
  }

  /** ∇ₓL. */
  double[] stationarity() {
    return Vectors.head(gradient, x.length);
  }

  /** |∇L|₂. */
  double norm() {
    return Vectors.norm(gradient);
  }

  boolean finite() {
    return Double.isFinite(objective)
        && Vectors.allFinite(gradient)
        && Vectors.allFinite(jacobian.values());
  }

  static void requireShape(String name, SparseMatrix matrix, int rows, int columns) {
    if (matrix.rows() != rows || matrix.columns() != columns) {
      throw Check.invalid(
          "the shape of " + name,
          "[" + matrix.rows() + ", " + matrix.columns() + "]",
          "[" + rows + ", " + columns + "]");
    }
  }

  private static void requireLength(String name, double[] vector, int length) {
    if (vector.length != length) {
      throw Check.invalid("the length of " + name, vector.length, String.valueOf(length));
    }
  }
}
