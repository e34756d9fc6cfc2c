package org.gradus.bilevel;

import java.util.Optional;
import org.gradus.core.Monitor;

/** Makes lower-level points and hypergradients, counts what they cost and minds the limits. */
final class InnerSolves {
  private final BilevelProblem problem;
  private final LowerSolver lowerSolver;
  private final AdjointSolver adjointSolver;
  private final Limits limits;
  private final Monitor monitor;
  private long evaluations;
  private long iterations;

  InnerSolves(
      BilevelProblem problem,
      LowerSolver lowerSolver,
      AdjointSolver adjointSolver,
      Limits limits,
      Monitor monitor) {
    this.problem = problem;
    this.lowerSolver = lowerSolver;
    this.adjointSolver = adjointSolver;
    this.limits = limits;
    this.monitor = monitor;
  }

  /**
   * A solution of the lower level and the upper level there.
   *
   * @param theta θ
   * @param x x̃
   * @param lowerGradientNorm ‖∇ₓh(x̃, θ)‖
   * @param upperValue g
   * @param upperGradient ∇g
   * @param upperGradientNorm ‖∇g‖
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over; compared by nobody
  record Point(
      double[] theta,
      double[] x,
      double lowerGradientNorm,
      double upperValue,
      double[] upperGradient,
      double upperGradientNorm) {}

  Work work() {
    return new Work(evaluations, iterations);
  }

  /** A point with ‖x̃ − x̂(θ)‖ ≤ ε, or the end of the run. */
  Point point(double[] theta, double[] start, double epsilon) {
    LowerSolver.Result result = lower(theta, start, epsilon);
    if (!Double.isFinite(result.gradientNorm())) {
      throw new Stopped(
          Ending.NON_FINITE,
          "the lower-level gradient is not finite at evaluation %d (%d of this solve)"
              .formatted(evaluations, result.evaluations()));
    }
    if (result.gradientNorm() > tolerance(theta, epsilon)) {
      throw new Stopped(
          Ending.LOWER_LIMIT,
          "the lower level is not solved to %.3g after %d gradients (limit of one solve): distance %.3g at most"
              .formatted(
                  epsilon,
                  result.evaluations(),
                  result.gradientNorm() / problem.lower().strongConvexity(theta)));
    }
    Point point = upper(theta, result);
    if (!Double.isFinite(point.upperValue + point.upperGradientNorm)) {
      throw new Stopped(Ending.NON_FINITE, "the upper-level loss or its gradient is not finite");
    }
    return point;
  }

  /** The same for a trial, which may fail: no point then. */
  Optional<Point> trial(double[] theta, double[] start, double epsilon) {
    LowerSolver.Result result = lower(theta, start, epsilon);
    return result.gradientNorm() <= tolerance(theta, epsilon)
        ? Optional.of(upper(theta, result))
        : Optional.empty();
  }

  private double tolerance(double[] theta, double epsilon) {
    return problem.lower().strongConvexity(theta) * epsilon;
  }

  private LowerSolver.Result lower(double[] theta, double[] start, double epsilon) {
    requireAllowed();
    long left = Math.min(limits.lowerEvaluations() - evaluations, workLeft());
    int limit = (int) Math.min(limits.lowerPerSolve(), left);
    double tolerance = tolerance(theta, epsilon);
    LowerSolver.Result result = lowerSolver.solve(problem.lower(), theta, start, tolerance, limit);
    evaluations += result.evaluations();
    if (result.gradientNorm() > tolerance && result.evaluations() >= left) {
      requireAllowed();
    }
    return result;
  }

  private Point upper(double[] theta, LowerSolver.Result result) {
    double[] gradient = new double[result.x().length];
    double value = problem.upper().gradient(result.x(), theta, gradient);
    return new Point(
        theta, result.x(), result.gradientNorm(), value, gradient, Vectors.norm(gradient));
  }

  /** q with ‖A(x̃) q − ∇g(x̃)‖ ≤ δ, or the end of the run. */
  double[] adjoint(Point at, double delta) {
    return solve(at.theta, at.x, at.upperGradient, delta);
  }

  /** A(x, θ)⁻¹ b to a residual, or the end of the run. */
  double[] solve(double[] theta, double[] x, double[] b, double delta) {
    requireAllowed();
    int limit = (int) Math.min(limits.adjointPerSolve(), workLeft());
    AdjointSolver.Result result = adjointSolver.solve(problem.lower(), theta, x, b, delta, limit);
    iterations += result.iterations();
    if (!Double.isFinite(result.residualNorm())) {
      throw new Stopped(Ending.NON_FINITE, "a Hessian-vector product is not finite");
    }
    if (!result.definite()) {
      throw new Stopped(
          Ending.NOT_CONVEX,
          "the lower-level Hessian has a direction without positive curvature; h must be strongly"
              + " convex in x");
    }
    if (result.residualNorm() > delta) {
      requireAllowed();
      throw new Stopped(
          Ending.ADJOINT_LIMIT,
          "the linear system has residual %.3g, not %.3g, after %d iterations (limit of one solve)"
              .formatted(result.residualNorm(), delta, result.iterations()));
    }
    return result.q();
  }

  /** z = −Bᵀ q + ∂g/∂θ. */
  double[] hypergradient(Point at, double[] q) {
    double[] z = new double[at.theta.length];
    problem.lower().mixedTransposed(at.x, at.theta, q, z);
    for (int i = 0; i < z.length; i++) {
      z[i] = -z[i];
    }
    problem.upper().addParameterGradient(at.x, at.theta, z);
    if (!Double.isFinite(Vectors.norm(z))) {
      throw new Stopped(Ending.NON_FINITE, "the hypergradient is not finite");
    }
    return z;
  }

  /** The smallest ε that float64 can be asked for: rounding of ∇h over μ. */
  double attainable(double[] theta, double[] x) {
    LowerProblem lower = problem.lower();
    return 1e-15 * (1 + lower.smoothness(theta) * Vectors.norm(x)) / lower.strongConvexity(theta);
  }

  private long workLeft() {
    return limits.work() - evaluations - iterations;
  }

  private void requireAllowed() {
    if (monitor.cancelled()) {
      throw new Stopped(Ending.CANCELLED, "stopped after " + evaluations + " evaluations");
    }
    if (evaluations >= limits.lowerEvaluations()) {
      throw new Stopped(
          Ending.LOWER_LIMIT, "limit of " + limits.lowerEvaluations() + " lower-level gradients");
    }
    if (workLeft() <= 0) {
      throw new Stopped(
          Ending.WORK_LIMIT, "limit of " + limits.work() + " gradients and iterations");
    }
  }
}
