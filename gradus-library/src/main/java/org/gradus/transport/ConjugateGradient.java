package org.gradus.transport;

import java.util.Arrays;

/**
 * Conjugate gradients with Jacobi's preconditioner for A x = b, A symmetric positive semidefinite,
 * started at x = 0: where A is singular and b in its range, x is finite all the same.
 */
final class ConjugateGradient {
  /** y ← A x. */
  @FunctionalInterface
  interface Operator {
    void apply(double[] x, double[] y);
  }

  /**
   * In exact arithmetic as many iterations as unknowns are enough. When a plan is nearly a
   * permutation its system is nearly singular, and rounding makes it several times that.
   */
  private static final int ITERATIONS_PER_UNKNOWN = 10;

  private final double[] x;
  private final double[] residual;
  private final double[] direction;
  private final double[] product;
  private int iterations;

  ConjugateGradient(int length) {
    x = new double[length];
    residual = new double[length];
    direction = new double[length];
    product = new double[length];
  }

  /**
   * Solves until ‖b − A x‖₂ ≤ tolerance ‖b‖₂, for at most ten iterations an unknown, or until a
   * direction has no positive curvature; what is there then is the answer.
   *
   * @param diagonal of A, all > 0
   * @return x, valid until the next call
   */
  double[] solve(Operator a, double[] diagonal, double[] b, double tolerance) {
    Arrays.fill(x, 0);
    System.arraycopy(b, 0, residual, 0, b.length);
    double target = tolerance * tolerance * dot(b, b);
    double rho = precondition(diagonal, 0);
    iterations = 0;
    while (iterations < ITERATIONS_PER_UNKNOWN * b.length && dot(residual, residual) > target) {
      a.apply(direction, product);
      double curvature = dot(direction, product);
      if (!(curvature > 0)) {
        break;
      }
      double step = rho / curvature;
      for (int i = 0; i < b.length; i++) {
        x[i] += step * direction[i];
        residual[i] -= step * product[i];
      }
      rho = precondition(diagonal, rho);
      iterations++;
    }
    return x;
  }

  /** Iterations of the last solve. */
  int iterations() {
    return iterations;
  }

  /**
   * direction ← D⁻¹ residual + β direction with β = ρ/ρ_before; returns ρ = residualᵀ D⁻¹ residual.
   */
  private double precondition(double[] diagonal, double before) {
    double rho = 0;
    for (int i = 0; i < residual.length; i++) {
      rho += residual[i] * residual[i] / diagonal[i];
    }
    double beta = before == 0 ? 0 : rho / before;
    for (int i = 0; i < residual.length; i++) {
      direction[i] = residual[i] / diagonal[i] + beta * direction[i];
    }
    return rho;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
