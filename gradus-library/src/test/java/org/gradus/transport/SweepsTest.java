package org.gradus.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepsTest {
  @ParameterizedTest
  @ValueSource(doubles = {1, 10, 100, 1000})
  void columnsFitAfterEachSweepAndTheDualNeverFalls(double eta) {
    TransportProblem problem = Fixtures.random(20, 15, 5, eta);
    double bound = 1e-16 * (10 + 10 * eta * problem.costRange());
    try (PointerScope scope = new PointerScope()) {
      GibbsKernel kernel = new GibbsKernel(problem);
      GibbsKernel check = new GibbsKernel(problem);
      for (Sweeps sweeps : both(problem, kernel)) {
        double before = Double.NEGATIVE_INFINITY;
        for (int sweep = 0; sweep < 50; sweep++) {
          sweeps.sweep();
          DualPoint at = check.fill(sweeps.x(), sweeps.y());
          double columnError = Sums.distance(at.columnSums(), problem.columnMarginal());
          assertThat(columnError).isLessThanOrEqualTo(bound);
          assertThat(at.value())
              .isGreaterThanOrEqualTo(before - 1e-15 * Math.max(1, Math.abs(before)));
          before = at.value();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 300, 20_000})
  void bothArithmeticsMakeTheSameIterates(double eta) {
    TransportProblem problem = Fixtures.random(11, 13, 9, eta);
    try (PointerScope scope = new PointerScope()) {
      Sweeps[] both = both(problem, new GibbsKernel(problem));
      LogSumExp exact = new LogSumExp(problem);
      double[] x = new double[11];
      double[] y = new double[13];
      for (int sweep = 0; sweep < 30; sweep++) {
        exact.sweep(x, y);
        for (Sweeps sweeps : both) {
          sweeps.sweep();
          assertThat(sweeps.x()).containsExactly(x, within(1e-13));
          assertThat(sweeps.y()).containsExactly(y, within(1e-13));
        }
      }
    }
  }

  @Test
  void largeNegativeCostsOverflowNothing() {
    TransportProblem problem = Fixtures.random(6, 5, 4, 1);
    double[] cost = Fixtures.cost(problem);
    for (int k = 0; k < cost.length; k++) {
      cost[k] = 100 * cost[k] - 5000;
    }
    TransportProblem shifted =
        TransportProblem.of(cost, problem.rowMarginal(), problem.columnMarginal(), 1);
    for (TransportSolver solver : Fixtures.solvers(1e-9)) {
      assertThat(solver.solve(shifted).certificate().marginalError()).isLessThan(1e-9);
    }
  }

  private static Sweeps[] both(TransportProblem problem, GibbsKernel kernel) {
    double[] x = new double[problem.rows()];
    double[] y = new double[problem.columns()];
    return new Sweeps[] {new ScalingSweeps(kernel, x, y), new LogSweeps(problem, x, y)};
  }
}
