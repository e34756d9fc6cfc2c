package org.gradus.transport;

import java.util.Arrays;
import org.gradus.core.Check;
import org.gradus.core.PortableRandom;

/**
 * Generated problems that other programs can make too, for tests and comparisons: n × n, uniform
 * marginals 1/n.
 */
public final class TransportProblems {
  private TransportProblems() {}

  /**
   * Random assignment: Cᵢⱼ uniform on [0, 1).
   *
   * @param seed of {@link PortableRandom#uniform}; the shared benchmarks take 1000 + n
   */
  public static TransportProblem assignment(int n, long seed, double eta) {
    Check.atLeast("n", n, 1);
    return uniformMarginals(PortableRandom.uniform(seed, Math.multiplyExact(n, n)), n, eta);
  }

  /**
   * Two clouds of points in the plane, x ~ N(0, I) and y ~ N((1, 1), I/4): C = |x − y|², scaled to
   * max C = 1 so that η means the same as in {@link #assignment}.
   *
   * @param seed of {@link PortableRandom#normal}; the shared benchmarks take 2000 + n
   */
  public static TransportProblem clouds(int n, long seed, double eta) {
    double[] z = PortableRandom.normal(seed, Math.multiplyExact(4, Check.atLeast("n", n, 1)));
    double[] cost = new double[Math.multiplyExact(n, n)];
    double largest = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double dx = z[2 * i] - (1 + 0.5 * z[2 * (n + j)]);
        double dy = z[2 * i + 1] - (1 + 0.5 * z[2 * (n + j) + 1]);
        cost[i * n + j] = dx * dx + dy * dy;
        largest = Math.max(largest, cost[i * n + j]);
      }
    }
    for (int k = 0; k < cost.length; k++) {
      cost[k] /= largest;
    }
    return uniformMarginals(cost, n, eta);
  }

  private static TransportProblem uniformMarginals(double[] cost, int n, double eta) {
    double[] marginal = new double[n];
    Arrays.fill(marginal, 1.0 / n);
    return TransportProblem.of(cost, marginal, marginal, eta);
  }
}
