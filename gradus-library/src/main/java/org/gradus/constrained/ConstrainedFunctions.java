package org.gradus.constrained;

import java.util.function.Function;
import org.gradus.core.SparseMatrix;

/**
 * f: Rⁿ → R and c: Rⁿ → Rᵐ with their derivatives, in float64.
 *
 * <p>Where they are not defined their values are NaN or infinite: solvers reject such trial points.
 * Implementations neither keep nor change the arrays they are given. Sparse matrices are stored by
 * rows; entries given twice are added. For functions written as expressions {@link #automatic} does
 * the derivatives.
 */
public interface ConstrainedFunctions {
  /** n ≥ 1. */
  int variables();

  /** m, the number of constraints, in [1, n]. */
  int constraints();

  /** f(x). */
  double objective(double[] x);

  /**
   * ∇f(x).
   *
   * @return a new array of length n
   */
  double[] gradient(double[] x);

  /**
   * c(x).
   *
   * @return a new array of length m
   */
  double[] constraints(double[] x);

  /** G = ∂c/∂x, [m, n]. */
  SparseMatrix jacobian(double[] x);

  /** ∇²f(x) + Σ λᵢ ∇²cᵢ(x), [n, n], both triangles. */
  SparseMatrix hessian(double[] x, double[] multipliers);

  /**
   * Functions written in {@link Jet}s, for up to some dozens of variables: each arithmetic
   * operation costs O(n²).
   *
   * @param variables n
   * @param constraints m, the number of values that c gives
   * @param f the objective of the n variables
   * @param c the constraints of the n variables
   */
  static ConstrainedFunctions automatic(
      int variables, int constraints, Function<Jet[], Jet> f, Function<Jet[], Jet[]> c) {
    return new JetFunctions(variables, constraints, f, c);
  }
}
