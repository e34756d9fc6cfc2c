package org.gradus.bilevel;

/**
 * Gradient steps of length 1/L for a strongly convex h, by default with the momentum of FISTA for q
 * = μ/L.
 *
 * <pre>
 * t₀ = 1,  z₀ = x₀
 * g = ∇h(z_k);  stop with z_k if ‖g‖ ≤ tolerance
 * x_{k+1} = z_k − g/L
 * t_{k+1} = (1 − q t_k² + √((1 − q t_k²)² + 4 t_k²))/2
 * b = (t_k − 1)(1 − t_{k+1} q) / (t_{k+1} (1 − q)),  z_{k+1} = x_{k+1} + b (x_{k+1} − x_k)
 * </pre>
 *
 * <p>Without momentum, or where q > 1 − 10⁻¹², b = 0. The point that is returned is the one whose
 * gradient passed the test; a start that passes costs one evaluation.
 *
 * @param accelerated whether with momentum
 */
public record GradientSteps(boolean accelerated) implements LowerSolver {
  private static final double WELL_CONDITIONED = 1 - 1e-12;

  @Override
  public Result solve(
      LowerProblem problem, double[] theta, double[] start, double tolerance, int limit) {
    double smoothness = problem.smoothness(theta);
    double q = problem.strongConvexity(theta) / smoothness;
    boolean momentum = accelerated && q <= WELL_CONDITIONED;
    double[] z = start.clone();
    double[] x = start.clone();
    double[] gradient = new double[z.length];
    double t = 1;
    for (int evaluations = 1; ; evaluations++) {
      problem.gradient(z, theta, gradient);
      double norm = Vectors.norm(gradient);
      // Not "above": a NaN must end the loop too.
      if (!(norm > tolerance) || norm == Double.POSITIVE_INFINITY || evaluations >= limit) {
        return new Result(z, norm, evaluations);
      }
      double next = momentum ? next(t, q) : 1;
      step(x, z, gradient, 1 / smoothness, momentum ? weight(t, next, q) : 0);
      t = next;
    }
  }

  private static double next(double t, double q) {
    double rest = 1 - q * t * t;
    return (rest + Math.sqrt(rest * rest + 4 * t * t)) / 2;
  }

  private static double weight(double t, double next, double q) {
    return (t - 1) * (1 - next * q) / (next * (1 - q));
  }

  private static void step(double[] x, double[] z, double[] gradient, double length, double b) {
    for (int i = 0; i < x.length; i++) {
      double moved = z[i] - length * gradient[i];
      z[i] = moved + b * (moved - x[i]);
      x[i] = moved;
    }
  }
}
