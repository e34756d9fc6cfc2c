package org.gradus.bilevel;

import org.gradus.bilevel.InnerSolves.Point;

/**
 * How good a pair (θ, x) is, measured from these alone with a linear solve of its own.
 *
 * @param lowerGradientNorm ‖∇ₓh(x, θ)‖
 * @param lowerError a bound on ‖x − x̂(θ)‖: the same over μ
 * @param hypergradientNorm ‖z‖, an approximation of ‖∇f(θ)‖; NaN where it could not be computed
 * @param hypergradientError ω, a bound on ‖z − ∇f(θ)‖ if rigorous
 * @param upperValue g(x)
 * @param lowerBound f(θ) is at least this
 * @param upperBound f(θ) is at most this
 * @param rigorous whether all constants in it were supplied by the problem; otherwise bounds are
 *     guesses
 */
public record BilevelCertificate(
    double lowerGradientNorm,
    double lowerError,
    double hypergradientNorm,
    double hypergradientError,
    double upperValue,
    double lowerBound,
    double upperBound,
    boolean rigorous) {

  private static final double ROUNDING = 1e-13;

  /** ‖z‖ + ω: at least ‖∇f(θ)‖ if rigorous. */
  public double stationarity() {
    return hypergradientNorm + hypergradientError;
  }

  /**
   * Measures.
   *
   * @param delta residual norm of the linear solve, as far as float64 goes
   */
  static BilevelCertificate of(
      BilevelProblem problem,
      double[] theta,
      double[] x,
      double delta,
      InnerSolves solves,
      BoundEstimator bounds) {
    double[] gradient = new double[x.length];
    problem.lower().gradient(x, theta, gradient);
    double lowerNorm = Vectors.norm(gradient);
    double error = lowerNorm / problem.lower().strongConvexity(theta);
    double value = problem.upper().gradient(x, theta, gradient);
    Point point = new Point(theta, x, lowerNorm, value, gradient, Vectors.norm(gradient));
    double residual = Math.max(delta, ROUNDING * point.upperGradientNorm());
    try {
      HypergradientBound bound = bounds.at(solves, point, error);
      double z = Vectors.norm(solves.hypergradient(point, solves.adjoint(point, residual)));
      double omega = bound.omega(point.upperGradientNorm(), error, residual);
      return of(problem, point, bound.upperSmoothness(), error, bound.rigorous(), z, omega);
    } catch (Stopped failed) {
      return of(problem, point, Double.NaN, error, false, Double.NaN, Double.NaN);
    }
  }

  private static BilevelCertificate of(
      BilevelProblem problem,
      Point point,
      double smoothness,
      double error,
      boolean rigorous,
      double z,
      double omega) {
    return new BilevelCertificate(
        point.lowerGradientNorm(),
        error,
        z,
        omega,
        point.upperValue(),
        Brackets.lower(problem, point, smoothness, error),
        Brackets.upper(point, smoothness, error),
        rigorous);
  }
}
