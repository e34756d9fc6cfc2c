package org.gradus.smooth;

import java.util.Arrays;
import org.gradus.core.Check;
import org.gradus.core.PortableRandom;

/** Generated problems with known optima, which other programs can make too. */
public final class SmoothProblems {
  private SmoothProblems() {}

  /**
   * Log-sum-exp with its minimum at x* = 0, where f* = f(0): rows and offsets uniform on (−1, 1), μ
   * = 1, every row less the gradient at 0. Metric B = Σ aᵢ aᵢᵀ of the rows before that; start 1.
   *
   * @param m rows
   * @param n unknowns, at most m
   * @param seed of {@link PortableRandom#uniform}: A row by row, then b
   */
  public static SmoothProblem logSumExp(int m, int n, long seed) {
    double[] draws = symmetric(seed, Math.addExact(Math.multiplyExact(m, n), m));
    double[] matrix = Arrays.copyOf(draws, m * n);
    double[] offsets = Arrays.copyOfRange(draws, m * n, draws.length);
    Metric metric = LogSumExp.gramMetric(matrix, m, 0);
    double[] centre = new double[n];
    new LogSumExp(matrix.clone(), offsets, 1).gradient(new double[n], centre);
    for (int k = 0; k < matrix.length; k++) {
      matrix[k] -= centre[k % n];
    }
    LogSumExp function = new LogSumExp(matrix, offsets, 1);
    return new SmoothProblem(function, function.exact(), metric, ones(n));
  }

  /**
   * |Ax − b|ᵖ/p with A and b uniform on (−1, 1), f* = 0 where m ≤ n. Metric B = AᵀA + ρ I; start 1.
   *
   * @param seed of {@link PortableRandom#uniform}: A row by row, then b
   */
  public static SmoothProblem linearResiduals(int m, int n, double power, double rho, long seed) {
    double[] draws = symmetric(seed, Math.addExact(Math.multiplyExact(m, n), m));
    LinearResiduals residuals =
        new LinearResiduals(
            Arrays.copyOf(draws, m * n), Arrays.copyOfRange(draws, m * n, draws.length));
    ResidualPower function = new ResidualPower(residuals, power);
    return new SmoothProblem(function, function.exact(), residuals.gaussNewtonMetric(rho), ones(n));
  }

  /**
   * Rosenbrock's function as |u|ᵖ/p from (−2, 2), f* = 0; for p = 2 it is doubled: the usual one.
   */
  public static SmoothProblem rosenbrock(double power) {
    ResidualPower function = new ResidualPower(new RosenbrockResiduals(), power);
    if (power != 2) {
      return SmoothProblem.of(function, function.exact(), new double[] {-2, 2});
    }
    SmoothProblem half = SmoothProblem.of(function, function.exact(), new double[] {-2, 2});
    return scaled(half, 2);
  }

  /**
   * Chebyshev's oscillator as |u|⁴/4, f* = 0, in the Euclidean metric.
   *
   * @param seed of {@link PortableRandom#uniform}: the start, uniform on (0, 1)
   */
  public static SmoothProblem chebyshev(int n, long seed) {
    ResidualPower function = new ResidualPower(new ChebyshevResiduals(n), 4);
    return SmoothProblem.of(function, function.exact(), PortableRandom.uniform(seed, n));
  }

  /** The problem with c f and c H in place of f and a dense H. */
  static SmoothProblem scaled(SmoothProblem problem, double c) {
    Check.positive("factor", c);
    SmoothFunction f = problem.function();
    SmoothFunction scaled =
        new SmoothFunction() {
          @Override
          public int dimension() {
            return f.dimension();
          }

          @Override
          public double value(double[] x) {
            return c * f.value(x);
          }

          @Override
          public double gradient(double[] x, double[] gradient) {
            double value = f.gradient(x, gradient);
            for (int i = 0; i < gradient.length; i++) {
              gradient[i] *= c;
            }
            return c * value;
          }
        };
    CurvatureModel curvature =
        (x, gradient) -> {
          Curvature inner = problem.curvature().at(x, Vectors.scaled(1 / c, gradient));
          return new Curvature.Dense(Vectors.scaled(c, ((Curvature.Dense) inner).matrix()));
        };
    return new SmoothProblem(scaled, curvature, problem.metric(), problem.start());
  }

  private static double[] symmetric(long seed, int count) {
    double[] draws = PortableRandom.uniform(seed, count);
    for (int k = 0; k < count; k++) {
      draws[k] = 2 * draws[k] - 1;
    }
    return draws;
  }

  private static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }
}
