package org.gradus.smooth.coordinate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gradus.core.Monitor;
import org.gradus.core.Solution.Status;
import org.gradus.core.Trace;
import org.junit.jupiter.api.Test;

/** The loop: convergence, status, trace, warm starts. */
class BlockDescentTest {
  @Test
  void allRulesMinimiseAllLosses() {
    for (BlockFunction f :
        List.of(
            Fixtures.leastSquares(30, 8, 1),
            Fixtures.logistic(30, 8, 0.5, 2),
            Fixtures.softmax(30, 4, 3, 0.5, 3))) {
      for (FixedRule rule : FixedRule.values()) {
        solves(f, new FixedBlocks(Partitions.SORT, 2, rule, 1), UpdateRule.LIPSCHITZ);
        solves(f, new FixedBlocks(Partitions.AVERAGE, 3, rule, 1), UpdateRule.MATRIX);
      }
      for (VariableRule rule : VariableRule.values()) {
        solves(f, new VariableBlocks(3, rule, 1), UpdateRule.LEARNED);
        solves(f, new VariableBlocks(2, rule, 1), UpdateRule.NEWTON);
      }
    }
  }

  private static void solves(BlockFunction f, BlockSelection selection, UpdateRule update) {
    BlockSolution solution =
        new BlockDescent(
                BlockDescent.Config.of(selection, update)
                    .withGradientTolerance(1e-7)
                    .withMaxSteps(20_000))
            .solve(BlockProblem.of(f), Monitor.SILENT);
    assertThat(solution.status()).as("%s %s", selection, update).isEqualTo(Status.CONVERGED);
    assertThat(solution.certificate().projectedGradient()).isLessThan(1.1e-7);
  }

  @Test
  void aGradientKeptForManyStepsIsStillTheGradient() {
    ModelFunction f = Fixtures.leastSquares(40, 60, 4);
    BlockSolution solution =
        new BlockDescent(
                BlockDescent.Config.of(
                        new VariableBlocks(5, VariableRule.GSD_LIPSCHITZ, 0), UpdateRule.LIPSCHITZ)
                    .withGradientTolerance(0)
                    .withMaxSteps(500))
            .solve(BlockProblem.of(f), Monitor.SILENT);
    assertThat(solution.steps()).isEqualTo(500);
    assertThat(solution.trace().last().gradientNorm())
        .isCloseTo(solution.certificate().projectedGradient(), within(1e-10));
    assertThat(solution.trace().last().objective())
        .isCloseTo(solution.certificate().value(), within(1e-10));
  }

  @Test
  void aWarmStartGoesOnWhereARunStopped() {
    BlockFunction f = Fixtures.logistic(30, 8, 0.1, 5);
    BlockDescent.Config config =
        BlockDescent.Config.of(new VariableBlocks(2, VariableRule.GS, 0), UpdateRule.LIPSCHITZ)
            .withGradientTolerance(0);
    BlockProblem problem = BlockProblem.of(f);
    double[] whole = new BlockDescent(config.withMaxSteps(40)).solve(problem, Monitor.SILENT).x();
    BlockDescent half = new BlockDescent(config.withMaxSteps(20));
    double[] twice =
        half.solve(problem, half.solve(problem, Monitor.SILENT).x(), Monitor.SILENT).x();
    for (int i = 0; i < 8; i++) {
      assertThat(twice[i]).isCloseTo(whole[i], within(1e-12));
    }
  }

  @Test
  void targetsLimitsAndCancellationAreTold() {
    BlockProblem problem = BlockProblem.of(Fixtures.logistic(30, 8, 0.1, 6));
    BlockDescent.Config config =
        BlockDescent.Config.of(new VariableBlocks(2, VariableRule.GS, 0), UpdateRule.LIPSCHITZ);
    double best = new BlockDescent(config).solve(problem, Monitor.SILENT).certificate().value();
    BlockSolution target =
        new BlockDescent(config.withTargetValue(best + 1e-3)).solve(problem, Monitor.SILENT);
    assertThat(target.status()).isEqualTo(Status.CONVERGED);
    assertThat(target.message()).contains("target");
    assertThat(target.certificate().value()).isLessThanOrEqualTo(best + 1e-3);
    BlockSolution limit = new BlockDescent(config.withMaxSteps(3)).solve(problem, Monitor.SILENT);
    assertThat(limit.status()).isEqualTo(Status.LIMIT_REACHED);
    Monitor stop =
        new Monitor() {
          private long seen;

          @Override
          public void report(Trace.Point point) {
            seen = point.iteration();
          }

          @Override
          public boolean cancelled() {
            return seen >= 5;
          }
        };
    BlockSolution cancelled = new BlockDescent(config).solve(problem, stop);
    assertThat(cancelled.status()).isEqualTo(Status.CANCELLED);
    assertThat(cancelled.steps()).isEqualTo(5);
    assertThat(cancelled.trace().points()).hasSize(6);
  }

  @Test
  void aStationaryStartIsSaidAtOnce() {
    BlockProblem problem = BlockProblem.of(Fixtures.leastSquares(30, 8, 1));
    BlockDescent exact =
        new BlockDescent(
            BlockDescent.Config.of(new VariableBlocks(8, VariableRule.GS, 0), UpdateRule.MATRIX));
    double[] x = exact.solve(problem, Monitor.SILENT).x();
    BlockSolution again = exact.solve(problem, x, Monitor.SILENT);
    assertThat(again.steps()).isZero();
    assertThat(again.status()).isEqualTo(Status.CONVERGED);
  }

  @Test
  void stepsThatAreNotFiniteEndTheRun() {
    BlockProblem problem = BlockProblem.of(Fixtures.leastSquares(30, 8, 1));
    BlockUpdate broken = run -> block -> new double[] {Double.NaN, 0};
    BlockSolution solution =
        new BlockDescent(BlockDescent.Config.of(new VariableBlocks(2, VariableRule.GS, 0), broken))
            .solve(problem, Monitor.SILENT);
    assertThat(solution.status()).isEqualTo(Status.BREAKDOWN);
    assertThat(solution.x()).containsOnly(0);
  }

  @Test
  void badInputIsNamed() {
    BlockDescent descent =
        new BlockDescent(
            BlockDescent.Config.of(new VariableBlocks(2, VariableRule.GS, 0), UpdateRule.MATRIX));
    BlockProblem problem = BlockProblem.of(Fixtures.leastSquares(30, 8, 1));
    assertThatThrownBy(() -> descent.solve(problem, new double[7], Monitor.SILENT))
        .hasMessageContaining("length of the start is 7");
    assertThatThrownBy(
            () ->
                descent.solve(
                    problem, new double[] {0, 0, 0, Double.NaN, 0, 0, 0, 0}, Monitor.SILENT))
        .hasMessageContaining("start[3]");
    assertThatThrownBy(
            () -> new QuadraticFunction(Fixtures.sparse(new double[][] {{-1}}), new double[1]))
        .hasMessageContaining("(0, 0)");
    assertThatThrownBy(
            () ->
                new QuadraticFunction(
                    Fixtures.sparse(new double[][] {{0, 0}, {0, 1}}), new double[] {1, 0}))
        .hasMessageContaining("unbounded");
    assertThatThrownBy(
            () ->
                new LabelPropagation(
                    new Lattice(1, 3).weights(new double[] {1, -1}),
                    new int[] {0},
                    new double[] {1}))
        .hasMessageContaining("weight");
  }
}
