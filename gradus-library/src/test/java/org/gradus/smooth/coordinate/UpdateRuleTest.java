package org.gradus.smooth.coordinate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gradus.core.Monitor;
import org.junit.jupiter.api.Test;

/** What each update promises of one step. */
class UpdateRuleTest {
  private static final List<BlockFunction> FUNCTIONS =
      List.of(
          Fixtures.leastSquares(20, 12, 1),
          Fixtures.logistic(20, 12, 0.01, 2),
          Fixtures.softmax(20, 4, 3, 0, 3));

  @Test
  void theMatrixUpdateOfAllCoordinatesSolvesLeastSquaresInOneStep() {
    BlockFunction f = Fixtures.leastSquares(20, 6, 4);
    BlockSolution solution =
        new BlockDescent(
                BlockDescent.Config.of(new VariableBlocks(6, VariableRule.GS, 0), UpdateRule.MATRIX)
                    .withMaxSteps(1))
            .solve(BlockProblem.of(f), Monitor.SILENT);
    assertThat(solution.certificate().projectedGradient()).isLessThan(1e-11);
  }

  @Test
  void singularBlocksTakeTheLeastNormStep() {
    double[][] dense = {{1, 1, 0}, {2, 2, 1}, {0, 0, 3}};
    BlockFunction f =
        new ModelFunction(
            org.gradus.smooth.LinearModel.sum(
                Fixtures.sparse(dense), new org.gradus.smooth.SquaredLoss(new double[] {3, 6, 0})));
    double[] d = UpdateRule.MATRIX.start(Fixtures.run(f, new double[3])).step(new int[] {0, 1, 2});
    assertThat(d[0]).isCloseTo(1.5, within(1e-12));
    assertThat(d[1]).isCloseTo(1.5, within(1e-12));
    assertThat(d[2]).isCloseTo(0, within(1e-12));
  }

  @Test
  void forOneCoordinateScalarAndMatrixUpdatesAreTheSame() {
    for (BlockFunction f : FUNCTIONS) {
      BlockRun run = Fixtures.run(f, Fixtures.point(f.dimension(), 9));
      for (int i = 0; i < f.dimension(); i++) {
        double scalar = UpdateRule.LIPSCHITZ.start(run).step(new int[] {i})[0];
        double matrix = UpdateRule.MATRIX.start(run).step(new int[] {i})[0];
        assertThat(matrix).isCloseTo(scalar, within(1e-12 * Math.abs(scalar)));
      }
    }
  }

  @Test
  void progressIsWhatIsGuaranteed() {
    for (BlockFunction f : FUNCTIONS) {
      for (UpdateRule rule :
          List.of(UpdateRule.LIPSCHITZ, UpdateRule.MATRIX, UpdateRule.LEARNED, UpdateRule.NEWTON)) {
        BlockRun run = Fixtures.run(f, Fixtures.point(f.dimension(), 10));
        BlockUpdate.Updater updater = rule.start(run);
        for (int step = 0; step < 60; step++) {
          int[] block = Fixtures.block(f.dimension(), 3, step);
          double[] g = new double[3];
          run.state().gradient(block, g);
          double before = run.state().value();
          double[] d = updater.step(block);
          run.state().move(block, d);
          double promised = promised(rule, run, block, g, d);
          assertThat(run.state().value())
              .as("%s, step %d", rule, step)
              .isLessThanOrEqualTo(before - promised + 1e-12 * Math.abs(before));
        }
      }
    }
  }

  private static double promised(
      UpdateRule rule, BlockRun run, int[] block, double[] g, double[] d) {
    double squared = g[0] * g[0] + g[1] * g[1] + g[2] * g[2];
    return switch (rule) {
      case LIPSCHITZ -> squared / (2 * run.bounds().lipschitz(block));
      case MATRIX -> {
        double[] step = run.bounds().solve(block, g);
        yield (g[0] * step[0] + g[1] * step[1] + g[2] * step[2]) / 2;
      }
      // d = −g / L: |g|² / (2 L) = −gᵀd / 2.
      case LEARNED -> -(g[0] * d[0] + g[1] * d[1] + g[2] * d[2]) / 2;
      default -> 0;
    };
  }

  @Test
  void learnedConstantsOnlyGrowAndStayBelowTwiceTheBound() {
    BlockFunction f = Fixtures.leastSquares(20, 12, 5);
    BlockRun run = Fixtures.run(f, Fixtures.point(12, 6));
    BlockUpdate.Updater updater = UpdateRule.LEARNED.start(run);
    int[] block = {1, 4, 7};
    double last = 0;
    for (int step = 0; step < 5; step++) {
      double[] g = new double[3];
      run.state().gradient(block, g);
      double[] d = updater.step(block);
      double constant = -g[0] / d[0];
      assertThat(constant).isBetween(last * (1 - 1e-12), 2 * run.bounds().lipschitz(block));
      assertThat(Math.log(constant) / Math.log(2) % 1).isCloseTo(0, within(1e-9));
      last = constant;
      run.state().move(block, d);
    }
  }

  @Test
  void newtonOnAQuadraticIsTheMatrixUpdate() {
    BlockFunction f = Fixtures.leastSquares(20, 12, 7);
    BlockRun run = Fixtures.run(f, Fixtures.point(12, 8));
    int[] block = {0, 5, 6, 11};
    double[] newton = UpdateRule.NEWTON.start(run).step(block);
    double[] matrix = UpdateRule.MATRIX.start(run).step(block);
    for (int p = 0; p < 4; p++) {
      assertThat(newton[p]).isCloseTo(matrix[p], within(1e-11 * Math.abs(matrix[p])));
    }
  }

  @Test
  void twoMetricsWithoutBoundsAreNewton() {
    BlockFunction f = Fixtures.logistic(20, 12, 0.1, 9);
    BlockRun run = Fixtures.run(f, new double[12]);
    int[] block = {0, 5, 6, 11};
    assertThat(UpdateRule.TWO_METRIC_NEWTON.start(run).step(block))
        .containsExactly(UpdateRule.NEWTON.start(run).step(block));
  }

  @Test
  void anIndefiniteBoundIsNamed() {
    QuadraticFunction f =
        new QuadraticFunction(Fixtures.sparse(new double[][] {{1, 2}, {2, 1}}), new double[2]);
    BlockRun run = Fixtures.run(f, new double[] {1, 0});
    assertThatThrownBy(() -> UpdateRule.LIPSCHITZ.start(run).step(new int[] {0, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("smallest eigenvalue")
        .hasMessageContaining("-1.0");
  }
}
