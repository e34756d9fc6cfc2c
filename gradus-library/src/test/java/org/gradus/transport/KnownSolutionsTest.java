package org.gradus.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.gradus.core.PortableRandom;
import org.gradus.core.Solution.Status;
import org.junit.jupiter.api.Test;

/** Problems whose solution, or a property of it, is known; every method. */
class KnownSolutionsTest {
  @Test
  void oneBinTakesAll() {
    TransportProblem problem =
        TransportProblem.of(new double[] {3}, new double[] {2}, new double[] {2}, 5);
    for (TransportSolver solver : Fixtures.solvers(1e-14)) {
      assertThat(Fixtures.plan(solver.solve(problem))[0]).isCloseTo(2, within(1e-14));
    }
  }

  @Test
  void constantCostGivesTheProductOfTheMarginals() {
    double[] r = Fixtures.marginal(4, 1);
    double[] c = Fixtures.marginal(3, 2);
    double[] product = new double[12];
    for (int k = 0; k < 12; k++) {
      product[k] = r[k / 3] * c[k % 3];
    }
    double[] cost = new double[12];
    Arrays.fill(cost, 0.7);
    for (double eta : new double[] {0.1, 10, 1000}) {
      for (TransportSolver solver : Fixtures.solvers(1e-13)) {
        TransportSolution solution = solver.solve(TransportProblem.of(cost, r, c, eta));
        assertThat(Fixtures.distance(Fixtures.plan(solution), product)).isLessThan(1e-13);
      }
    }
  }

  @Test
  void twoByTwoHasItsClosedForm() {
    double[][] cost = {{0, 1}, {1, 0}};
    for (double eta : new double[] {1, 20}) {
      TransportProblem problem =
          TransportProblem.of(cost, Fixtures.uniform(2), Fixtures.uniform(2), eta);
      for (TransportSolver solver : Fixtures.solvers(1e-14)) {
        assertThat(Fixtures.plan(solver.solve(problem))[0])
            .isCloseTo(0.5 / (1 + Math.exp(-eta)), within(1e-14));
      }
    }
    assertThat(0.5 / (1 + Math.exp(-1))).isCloseTo(0.365529, within(5e-7));
  }

  @Test
  void allMethodsAgreeAndCertify() {
    TransportProblem problem = Fixtures.random(12, 9, 3, 40);
    double[] reference = Fixtures.plan(Fixtures.solvers(1e-13).get(0).solve(problem));
    for (TransportSolver solver : Fixtures.solvers(1e-12)) {
      TransportSolution solution = solver.solve(problem);
      assertThat(solution.status()).as(solution.message()).isEqualTo(Status.CONVERGED);
      assertThat(Fixtures.distance(Fixtures.plan(solution), reference)).isLessThan(1e-11);
      assertThat(solution.certificate().marginalError()).isLessThanOrEqualTo(1e-12);
      assertThat(solution.certificate().dualityGap()).isBetween(-1e-14, 1e-11);
    }
  }

  @Test
  void costsOfRowsAndColumnsDoNotMatter() {
    TransportProblem problem = Fixtures.random(5, 4, 7, 30);
    double[] shifted = Fixtures.cost(problem);
    for (int k = 0; k < shifted.length; k++) {
      shifted[k] += 0.3 * Math.floorDiv(k, 4) - 0.2 * (k % 4);
    }
    TransportProblem other =
        TransportProblem.of(shifted, problem.rowMarginal(), problem.columnMarginal(), 30);
    for (TransportSolver solver : Fixtures.solvers(1e-13)) {
      assertThat(
              Fixtures.distance(
                  Fixtures.plan(solver.solve(problem)), Fixtures.plan(solver.solve(other))))
          .isLessThan(1e-12);
    }
  }

  @Test
  void theOtherDirectionIsTheTransposedPlan() {
    TransportProblem problem = Fixtures.random(5, 4, 8, 30);
    for (TransportSolver solver : Fixtures.solvers(1e-14)) {
      double[] plan = Fixtures.plan(solver.solve(problem));
      double[] back = Fixtures.plan(solver.solve(problem.transposed()));
      for (int i = 0; i < 5; i++) {
        for (int j = 0; j < 4; j++) {
          assertThat(back[j * 5 + i]).isCloseTo(plan[i * 4 + j], within(1e-12));
        }
      }
    }
  }

  @Test
  void costFallsToTheLinearProgramsWithinTheEntropyBound() {
    int n = 5;
    double[] cost = PortableRandom.uniform(17, n * n);
    double optimum = bestAssignment(cost, n, 0, 0) / n;
    double before = Double.POSITIVE_INFINITY;
    for (double eta : new double[] {1, 5, 25, 125, 625, 3000}) {
      TransportProblem problem =
          TransportProblem.of(cost, Fixtures.uniform(n), Fixtures.uniform(n), eta);
      NewtonConfig newton = NewtonConfig.DEFAULT.withTolerance(1e-11);
      TransportSolution solution = new SinkhornNewtonDense(newton).solve(problem);
      double gap = solution.certificate().transportCost() - optimum;
      assertThat(gap).isBetween(-1e-12, Math.log(n) / eta);
      assertThat(solution.certificate().transportCost()).isLessThanOrEqualTo(before + 1e-12);
      assertThat(solution.certificate().costLowerBound()).isLessThanOrEqualTo(optimum + 1e-12);
      assertThat(solution.certificate().feasibleCost()).isGreaterThanOrEqualTo(optimum - 1e-12);
      before = solution.certificate().transportCost();
    }
  }

  @Test
  void theLimitOfAnAssignmentIsItsPermutation() {
    double[][] cost = {{0.1, 0.9, 0.8}, {0.7, 0.2, 0.6}, {0.5, 0.9, 0.3}};
    TransportProblem problem =
        TransportProblem.of(cost, Fixtures.uniform(3), Fixtures.uniform(3), 1000);
    double third = 1.0 / 3;
    double[] permutation = {third, 0, 0, 0, third, 0, 0, 0, third};
    for (TransportSolver solver : Fixtures.solvers(1e-12)) {
      TransportSolution solution = solver.solve(problem);
      assertThat(Fixtures.distance(Fixtures.plan(solution), permutation)).isLessThan(1e-12);
      assertThat(solution.certificate().transportCost()).isCloseTo(0.2, within(1e-12));
    }
  }

  @Test
  void strongDualityHoldsAtTheOptimum() {
    TransportProblem problem = Fixtures.random(7, 6, 21, 25);
    TransportSolution solution = Fixtures.solvers(1e-14).get(0).solve(problem);
    double[] plan = Fixtures.plan(solution);
    double[] cost = Fixtures.cost(problem);
    double primal = 0;
    for (int k = 0; k < plan.length; k++) {
      primal += plan[k] * (cost[k] + Math.log(plan[k]) / 25);
    }
    Potentials z = solution.potentials();
    assertThat(Fixtures.dual(problem, z.x(), z.y())).isCloseTo(primal, within(1e-12));
    assertThat(solution.certificate().dualValue()).isCloseTo(primal, within(1e-12));
    assertThat(solution.certificate().primalValue()).isCloseTo(primal, within(1e-12));
  }

  @Test
  void derivativesOfTheOptimumAreThePlanAndThePotentials() {
    TransportProblem problem = Fixtures.random(4, 3, 30, 10);
    TransportSolution solution = optimum(problem);
    double step = 1e-5;
    double[] plan = Fixtures.plan(solution);
    for (int k = 0; k < plan.length; k++) {
      double[] up = Fixtures.cost(problem);
      double[] down = Fixtures.cost(problem);
      up[k] += step;
      down[k] -= step;
      double slope =
          (value(up, problem.rowMarginal(), problem) - value(down, problem.rowMarginal(), problem))
              / (2 * step);
      assertThat(slope).isCloseTo(plan[k], within(1e-5 * plan[k]));
    }
    double[] up = problem.rowMarginal();
    double[] down = problem.rowMarginal();
    up[0] += step;
    up[1] -= step;
    down[0] -= step;
    down[1] += step;
    double[] cost = Fixtures.cost(problem);
    double slope = (value(cost, up, problem) - value(cost, down, problem)) / (2 * step);
    double[] x = solution.potentials().x();
    assertThat(slope).isCloseTo(x[0] - x[1], within(1e-5 * Math.abs(x[0] - x[1])));
  }

  private static double value(double[] cost, double[] r, TransportProblem like) {
    TransportProblem problem = TransportProblem.of(cost, r, like.columnMarginal(), like.eta());
    return optimum(problem).certificate().dualValue();
  }

  private static TransportSolution optimum(TransportProblem problem) {
    return new Sinkhorn(SinkhornConfig.DEFAULT.withTolerance(1e-14)).solve(problem);
  }

  private static double bestAssignment(double[] cost, int n, int row, int taken) {
    if (row == n) {
      return 0;
    }
    double best = Double.POSITIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      if ((taken & 1 << j) == 0) {
        double rest = bestAssignment(cost, n, row + 1, taken | 1 << j);
        best = Math.min(best, cost[row * n + j] + rest);
      }
    }
    return best;
  }
}
