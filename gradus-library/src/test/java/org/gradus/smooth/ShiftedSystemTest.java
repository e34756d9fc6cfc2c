package org.gradus.smooth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gradus.core.PortableRandom;
import org.junit.jupiter.api.Test;

/** Every form of H gives the solution that Cholesky gives. */
class ShiftedSystemTest {
  private static final int N = 30;

  private static double[] solve(Curvature curvature, Metric metric, double lambda, double[] r) {
    double[] x = new double[N];
    ShiftedSystem system = ShiftedSystem.of(curvature, metric, 1e-28);
    assertThat(system.shift(lambda)).isTrue();
    assertThat(system.solve(r, x)).isTrue();
    return x;
  }

  private static Metric metric(long seed) {
    double[] gram = Matrices.gram(PortableRandom.normal(seed, 2 * N * N), 2 * N, N);
    return Metric.of(gram, N);
  }

  @Test
  void structuredSolvesAgreeWithTheDenseOne() {
    double[] r = PortableRandom.normal(5, N);
    for (Metric metric : List.of(Metric.identity(N), metric(1))) {
      for (long seed = 10; seed < 14; seed++) {
        for (double lambda : new double[] {1e-3, 1, 50}) {
          double[] v = PortableRandom.normal(seed, N);
          double[] h = new double[N * N];
          Matrices.addOuter(h, 2.5, v);
          Matrices.mirror(h, N);
          double[] dense = solve(new Curvature.Dense(h), metric, lambda, r);
          close(solve(new Curvature.RankOne(2.5, v), metric, lambda, r), dense, 1e-10);
          double[] factor = PortableRandom.normal(seed + 50, 7 * N);
          double[] gram = Matrices.gram(factor, 7, N);
          double[] wide = solve(new Curvature.Dense(gram), metric, lambda, r);
          close(solve(new Curvature.LowRank(7, factor), metric, lambda, r), wide, 1e-9);
          Curvature products =
              new Curvature.Products(
                  (x, result) -> System.arraycopy(Matrices.multiply(gram, N, x), 0, result, 0, N));
          close(solve(products, metric, lambda, r), wide, 1e-9);
        }
      }
    }
  }

  @Test
  void noHessianIsTheScaledMetric() {
    double[] r = PortableRandom.normal(6, N);
    Metric metric = metric(2);
    double[] expected = Vectors.scaled(1 / 3.0, metric.solve(r));
    close(solve(new Curvature.Zero(), metric, 3, r), expected, 1e-14);
  }

  @Test
  void indefiniteMatricesAreFoundOut() {
    double[] negative = new double[N * N];
    negative[0] = -5;
    ShiftedSystem dense = ShiftedSystem.of(new Curvature.Dense(negative), Metric.identity(N), 1);
    assertThat(dense.shift(1)).isFalse();
    assertThat(dense.shift(6)).isTrue();
    ShiftedSystem products =
        ShiftedSystem.of(
            new Curvature.Products(
                (x, result) ->
                    System.arraycopy(Matrices.multiply(negative, N, x), 0, result, 0, N)),
            Metric.identity(N),
            1);
    double[] e = new double[N];
    e[0] = 1;
    assertThat(products.shift(1)).isTrue();
    assertThat(products.solve(e, new double[N])).isFalse();
    assertThat(products.innerIterations()).isEqualTo(1);
  }

  @Test
  void normsAreDual() {
    Metric metric = metric(3);
    double[] h = PortableRandom.normal(7, N);
    double norm = metric.norm(h);
    assertThat(metric.dualNorm(metric.product(h))).isCloseTo(norm, within(1e-10 * norm));
  }

  private static void close(double[] actual, double[] expected, double relative) {
    double scale = Vectors.norm(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(relative * scale));
    }
  }
}
