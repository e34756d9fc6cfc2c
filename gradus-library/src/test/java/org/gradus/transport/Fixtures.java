package org.gradus.transport;

import java.util.Arrays;
import java.util.List;
import org.gradus.core.PortableRandom;

/** Small problems, and what tests ask of solutions. */
final class Fixtures {
  private Fixtures() {}

  /** Random cost and random positive marginals of sum 1. */
  static TransportProblem random(int n, int m, long seed, double eta) {
    return TransportProblem.of(
        PortableRandom.uniform(seed, n * m), marginal(n, seed + 1), marginal(m, seed + 2), eta);
  }

  static double[] marginal(int length, long seed) {
    double[] values = PortableRandom.uniform(seed, length);
    double sum = 0;
    for (int i = 0; i < length; i++) {
      values[i] += 0.2;
      sum += values[i];
    }
    for (int i = 0; i < length; i++) {
      values[i] /= sum;
    }
    return values;
  }

  static double[] uniform(int length) {
    double[] values = new double[length];
    Arrays.fill(values, 1.0 / length);
    return values;
  }

  /** One of each method, to the same tolerance. */
  static List<TransportSolver> solvers(double tolerance) {
    NewtonConfig newton = NewtonConfig.DEFAULT.withTolerance(tolerance);
    return List.of(
        new Sinkhorn(SinkhornConfig.DEFAULT.withTolerance(tolerance)),
        new LogSinkhorn(SinkhornConfig.DEFAULT.withTolerance(tolerance)),
        new Greenkhorn(new Greenkhorn.Config(tolerance, 10_000, Greenkhorn.Rule.DIVERGENCE)),
        new Greenkhorn(new Greenkhorn.Config(tolerance, 10_000, Greenkhorn.Rule.ABSOLUTE)),
        new SinkhornNewtonSparse(SinkhornNewtonSparse.Config.DEFAULT.withNewton(newton)),
        new SinkhornNewtonDense(newton));
  }

  /** The plan in row-major order. */
  static double[] plan(TransportSolution solution) {
    double[] values = new double[(int) solution.plan().numel()];
    solution.plan().data_ptr_double().get(values, 0, values.length);
    return values;
  }

  static double[] cost(TransportProblem problem) {
    double[] values = new double[(int) problem.cost().numel()];
    problem.cost().data_ptr_double().get(values, 0, values.length);
    return values;
  }

  static double distance(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  /** f(x, y) straight from its definition. */
  static double dual(TransportProblem problem, double[] x, double[] y) {
    double[] cost = cost(problem);
    double[] r = problem.rowMarginal();
    double[] c = problem.columnMarginal();
    double value = 0;
    for (int i = 0; i < x.length; i++) {
      value += r[i] * x[i];
      for (int j = 0; j < y.length; j++) {
        double exponent = problem.eta() * (x[i] + y[j] - cost[i * y.length + j]) - 1;
        value -= Math.exp(exponent) / problem.eta();
      }
    }
    for (int j = 0; j < y.length; j++) {
      value += c[j] * y[j];
    }
    return value;
  }
}
