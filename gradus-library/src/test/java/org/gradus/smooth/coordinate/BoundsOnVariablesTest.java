package org.gradus.smooth.coordinate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.gradus.core.Monitor;
import org.gradus.core.Solution.Status;
import org.gradus.core.SymmetricEigen;
import org.junit.jupiter.api.Test;

/** Non-negative variables, boxes and L1. */
class BoundsOnVariablesTest {
  private static final List<UpdateRule> UPDATES =
      List.of(
          UpdateRule.PROJECTED_GRADIENT,
          UpdateRule.PROJECTED_NEWTON,
          UpdateRule.TWO_METRIC,
          UpdateRule.TWO_METRIC_NEWTON);

  private static BlockSolution solve(BlockProblem problem, UpdateRule update, int size) {
    return new BlockDescent(
            BlockDescent.Config.of(
                    new VariableBlocks(size, VariableRule.PROJECTED_PROGRESS, 0), update)
                .withGradientTolerance(1e-10)
                .withMaxSteps(20_000))
        .solve(problem, Monitor.SILENT);
  }

  @Test
  void everyUpdateFindsTheSameNonNegativeSolution() {
    BlockProblem problem = BlockProblem.nonNegative(Fixtures.leastSquares(30, 12, 1), 2);
    double[] expected = solve(problem, UpdateRule.PROJECTED_NEWTON, 12).x();
    assertThat(Arrays.stream(expected).filter(v -> v == 0).count()).isBetween(2L, 10L);
    for (UpdateRule update : UPDATES) {
      for (int size : new int[] {1, 4, 12}) {
        BlockSolution solution = solve(problem, update, size);
        assertThat(solution.status())
            .as(update + " " + solution.message())
            .isEqualTo(Status.CONVERGED);
        assertThat(solution.certificate().projectedGradient()).isLessThan(1e-9);
        for (int i = 0; i < 12; i++) {
          assertThat(solution.x()[i]).isNotNegative().isCloseTo(expected[i], within(1e-8));
        }
      }
    }
  }

  @Test
  void theExactBlockStepAgreesWithEnumeration() {
    for (long seed = 0; seed < 20; seed++) {
      BlockFunction f = Fixtures.leastSquares(8, 6, 100 + seed);
      double[] lower = {0, 0, -1, Double.NEGATIVE_INFINITY, -0.2, 0};
      double[] upper = {Double.POSITIVE_INFINITY, 0.1, 1, 0.3, 0.2, Double.POSITIVE_INFINITY};
      BlockProblem problem = new BlockProblem(f, new Box(lower, upper));
      double[] x = {0.5, 0, 0.3, -0.2, 0.2, 0};
      BlockRun run =
          new BlockRun(problem, f.at(x), new BlockBounds(f), new int[] {0, 1, 2, 3, 4, 5});
      int[] block = {0, 1, 2, 3, 4, 5};
      double[] d = UpdateRule.PROJECTED_NEWTON.start(run).step(block);
      double best = byEnumeration(problem, x, f.at(x).gradient(), Fixtures.bound(f, block));
      assertThat(model(d, f.at(x).gradient(), Fixtures.bound(f, block)))
          .isCloseTo(best, within(1e-10 * (1 + Math.abs(best))));
    }
  }

  private static double model(double[] d, double[] g, double[] h) {
    double sum = 0;
    for (int p = 0; p < d.length; p++) {
      for (int q = 0; q < d.length; q++) {
        sum += d[p] * h[p * d.length + q] * d[q] / 2;
      }
      sum += g[p] * d[p];
    }
    return sum;
  }

  /** Every assignment of free, lower, upper; the best feasible one. */
  private static double byEnumeration(BlockProblem problem, double[] x, double[] g, double[] h) {
    int n = x.length;
    double best = 0;
    int cases = (int) Math.pow(3, n);
    for (int code = 0; code < cases; code++) {
      double[] d = new double[n];
      int[] free = new int[n];
      int count = 0;
      int rest = code;
      boolean possible = true;
      for (int i = 0; i < n; i++, rest /= 3) {
        if (rest % 3 == 0) {
          free[count++] = i;
        } else {
          d[i] = (rest % 3 == 1 ? problem.box().lower(i) : problem.box().upper(i)) - x[i];
          possible &= Double.isFinite(d[i]);
        }
      }
      if (!possible) {
        continue;
      }
      if (count > 0) {
        double[] part = new double[count * count];
        double[] right = new double[count];
        for (int p = 0; p < count; p++) {
          right[p] = -g[free[p]];
          for (int q = 0; q < n; q++) {
            right[p] -= h[free[p] * n + q] * d[q];
          }
          for (int q = 0; q < count; q++) {
            part[p * count + q] = h[free[p] * n + free[q]];
          }
        }
        double[] solved = new PsdSystem(part, count).solve(right);
        for (int p = 0; p < count; p++) {
          d[free[p]] = solved[p];
        }
      }
      boolean inside = true;
      for (int i = 0; i < n; i++) {
        inside &= Math.abs(problem.box().project(i, x[i] + d[i]) - x[i] - d[i]) < 1e-12;
      }
      best = inside ? Math.min(best, model(d, g, h)) : best;
    }
    return best;
  }

  @Test
  void theExactStepOfAllCoordinatesEndsInOneStep() {
    BlockProblem problem = BlockProblem.nonNegative(Fixtures.leastSquares(30, 12, 2), 2);
    BlockSolution solution = solve(problem, UpdateRule.PROJECTED_NEWTON, 12);
    assertThat(solution.steps()).isEqualTo(1);
  }

  @Test
  void iteratesStayWithinTheirBounds() {
    BlockFunction f = Fixtures.logistic(30, 10, 0.01, 3);
    double[] lower = new double[10];
    double[] upper = new double[10];
    Arrays.fill(lower, -0.05);
    Arrays.fill(upper, 0.1);
    BlockProblem problem = new BlockProblem(f, new Box(lower, upper));
    for (UpdateRule update : UPDATES) {
      BlockRun run =
          new BlockRun(problem, f.at(new double[10]), new BlockBounds(f), Fixtures.all(f));
      BlockUpdate.Updater updater = update.start(run);
      double before = run.state().value();
      for (int step = 0; step < 50; step++) {
        int[] block = Fixtures.block(10, 3, step);
        run.state().move(block, updater.step(block));
        for (double value : run.state().x()) {
          assertThat(value).isBetween(-0.05 - 1e-16, 0.1 + 1e-16);
        }
        assertThat(run.state().value()).isLessThanOrEqualTo(before + 1e-12);
        before = run.state().value();
      }
    }
  }

  @Test
  void theFullProjectedGradientFindsItsSupportInTime() {
    BlockFunction f = Fixtures.leastSquares(40, 8, 4);
    BlockProblem problem = BlockProblem.nonNegative(f, 3);
    double[] x = solve(problem, UpdateRule.PROJECTED_NEWTON, 8).x();
    double[] g = problem.function().at(x).gradient();
    double delta = Double.POSITIVE_INFINITY;
    double distance = 0;
    for (int i = 0; i < 8; i++) {
      delta = x[i] == 0 ? Math.min(delta, g[i]) : delta;
      distance += x[i] * x[i];
    }
    double[] values = SymmetricEigen.values(Fixtures.bound(f, Fixtures.all(f)), 8);
    double largest = values[7];
    double bound = largest / values[0] * Math.log(2 * largest * Math.sqrt(distance) / delta) + 1;
    BlockRun run =
        new BlockRun(
            problem, problem.function().at(new double[8]), new BlockBounds(f), Fixtures.all(f));
    BlockUpdate.Updater updater = UpdateRule.PROJECTED_GRADIENT.start(run);
    int last = 0;
    for (int step = 1; step <= 3 * bound; step++) {
      run.state().move(Fixtures.all(f), updater.step(Fixtures.all(f)));
      for (int i = 0; i < 8; i++) {
        last = (run.state().x()[i] == 0) != (x[i] == 0) ? step : last;
      }
    }
    assertThat((double) last).isLessThanOrEqualTo(bound);
    assertThat(delta).isFinite().isPositive();
  }

  @Test
  void splittingSolvesTheLasso() {
    ModelFunction f = Fixtures.leastSquares(30, 10, 5);
    double lambda = 5;
    BlockSolution solution = solve(BlockProblem.l1(f, lambda), UpdateRule.TWO_METRIC, 8);
    double[] x = BlockProblem.joined(solution.x());
    double[] g = f.at(x).gradient();
    long zeros = 0;
    for (int i = 0; i < 10; i++) {
      if (x[i] == 0) {
        zeros++;
        assertThat(Math.abs(g[i])).isLessThanOrEqualTo(lambda + 1e-8);
      } else {
        assertThat(g[i]).isCloseTo(-lambda * Math.signum(x[i]), within(1e-8));
      }
      assertThat(Math.min(solution.x()[i], solution.x()[10 + i])).isZero();
    }
    assertThat(zeros).isBetween(1L, 9L);
  }

  @Test
  void rulesThatDoNotKnowBoundsAreRefused() {
    BlockProblem problem = BlockProblem.nonNegative(Fixtures.leastSquares(8, 6, 1), 1);
    assertThatThrownBy(() -> solve(problem, UpdateRule.MATRIX, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PROJECTED_NEWTON");
    BlockDescent greedy =
        new BlockDescent(
            BlockDescent.Config.of(
                new VariableBlocks(2, VariableRule.GS, 0), UpdateRule.TWO_METRIC));
    assertThatThrownBy(() -> greedy.solve(problem, Monitor.SILENT))
        .hasMessageContaining("PROJECTED_PROGRESS");
  }

  @Test
  void badBoundsAreNamed() {
    assertThatThrownBy(() -> new Box(new double[] {1}, new double[] {0}))
        .hasMessageContaining("x[0]");
    assertThatThrownBy(() -> new Box(new double[] {Double.NaN}, new double[] {0}))
        .hasMessageContaining("x[0]");
    assertThatThrownBy(() -> new BlockProblem(Fixtures.leastSquares(4, 3, 1), Box.nonNegative(2)))
        .hasMessageContaining("dimension");
    BlockProblem problem = BlockProblem.nonNegative(Fixtures.leastSquares(8, 2, 1), 1);
    assertThatThrownBy(
            () ->
                new BlockDescent(
                        BlockDescent.Config.of(
                            new VariableBlocks(2, VariableRule.RANDOM, 0), UpdateRule.TWO_METRIC))
                    .solve(problem, new double[] {-1, 0}, Monitor.SILENT))
        .hasMessageContaining("start[0] is -1.0");
    assertThatThrownBy(() -> BlockProblem.nonNegative(Fixtures.leastSquares(4, 3, 1), -1))
        .hasMessageContaining("lambda");
  }
}
