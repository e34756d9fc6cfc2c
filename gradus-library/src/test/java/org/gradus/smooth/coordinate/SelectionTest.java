package org.gradus.smooth.coordinate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.gradus.core.Monitor;
import org.junit.jupiter.api.Test;

/** Which blocks the rules choose. */
class SelectionTest {
  private static final List<VariableRule> CURVATURE_AWARE =
      List.of(VariableRule.GSD_LIPSCHITZ, VariableRule.GSD_MATRIX, VariableRule.GSQ_THRESHOLDING);

  private static QuadraticFunction diagonal(double... entries) {
    double[][] dense = new double[entries.length][entries.length];
    double[] linear = new double[entries.length];
    for (int i = 0; i < entries.length; i++) {
      dense[i][i] = entries[i];
      linear[i] = (i * 7 % 5) - 1.7;
    }
    return new QuadraticFunction(Fixtures.sparse(dense), linear);
  }

  private static int[] choice(BlockSelection selection, BlockFunction f) {
    return selection.start(Fixtures.run(f, new double[f.dimension()])).next();
  }

  @Test
  void onADiagonalTheCurvatureAwareRulesAgree() {
    BlockFunction f = diagonal(1, 9, 0.2, 3, 4, 0.7, 2, 8);
    int[] expected = choice(new VariableBlocks(3, VariableRule.GSQ_EXACT, 0), f);
    for (VariableRule rule : CURVATURE_AWARE) {
      assertThat(choice(new VariableBlocks(3, rule, 0), f))
          .as("%s", rule)
          .containsExactly(expected);
    }
    int[] fixed = choice(new FixedBlocks(Partitions.ORDER, 2, FixedRule.GSQ, 0), f);
    for (FixedRule rule : List.of(FixedRule.GSD_LIPSCHITZ, FixedRule.GSD_MATRIX)) {
      assertThat(choice(new FixedBlocks(Partitions.ORDER, 2, rule, 0), f)).containsExactly(fixed);
    }
  }

  @Test
  void onAConstantDiagonalAllGreedyRulesAgree() {
    BlockFunction f = diagonal(2, 2, 2, 2, 2, 2, 2, 2);
    int[] expected = choice(new VariableBlocks(3, VariableRule.GS, 0), f);
    for (VariableRule rule : CURVATURE_AWARE) {
      assertThat(choice(new VariableBlocks(3, rule, 0), f)).containsExactly(expected);
    }
    int[] fixed = choice(new FixedBlocks(Partitions.ORDER, 2, FixedRule.GS, 0), f);
    for (FixedRule rule :
        List.of(FixedRule.GSL, FixedRule.GSD_LIPSCHITZ, FixedRule.GSD_MATRIX, FixedRule.GSQ)) {
      assertThat(choice(new FixedBlocks(Partitions.ORDER, 2, rule, 0), f)).containsExactly(fixed);
    }
  }

  @Test
  void theExactRuleMakesMostProgress() {
    for (long seed = 0; seed < 6; seed++) {
      BlockFunction f = Fixtures.leastSquares(12, 9, seed);
      double best = progress(f, VariableRule.GSQ_EXACT);
      for (VariableRule rule :
          List.of(
              VariableRule.GS,
              VariableRule.GSD_LIPSCHITZ,
              VariableRule.GSD_MATRIX,
              VariableRule.GSQ_THRESHOLDING)) {
        assertThat(progress(f, rule)).isLessThanOrEqualTo(best * (1 + 1e-12));
      }
    }
  }

  private static double progress(BlockFunction f, VariableRule rule) {
    int[] block = choice(new VariableBlocks(3, rule, 0), f);
    BlockRun run = Fixtures.run(f, new double[f.dimension()]);
    double[] g = new double[block.length];
    run.state().gradient(block, g);
    double[] step = run.bounds().solve(block, g);
    double sum = 0;
    for (int p = 0; p < g.length; p++) {
      sum += g[p] * step[p] / 2;
    }
    return sum;
  }

  @Test
  void thresholdingDoesNotRaiseItsModel() {
    for (long seed = 0; seed < 6; seed++) {
      BlockFunction f = Fixtures.leastSquares(12, 9, 50 + seed);
      int[] first = choice(new VariableBlocks(3, VariableRule.GSD_MATRIX, 0), f);
      double[] rowSums = f.boundRowSums();
      double[] g = f.at(new double[9]).gradient();
      double start = 0;
      double[] d = new double[9];
      for (int i : first) {
        d[i] = -g[i] / rowSums[i];
      }
      double[] product = new double[9];
      f.boundProduct(d, product);
      for (int i = 0; i < 9; i++) {
        start += d[i] * (g[i] + product[i] / 2);
      }
      // The best value on the block it ends with is at most the value it started from.
      assertThat(-progress(f, VariableRule.GSQ_THRESHOLDING)).isLessThanOrEqualTo(start);
    }
  }

  @Test
  void roundingDoesNotDecideBlocks() {
    BlockFunction f = Fixtures.leastSquares(20, 6, 3);
    BlockRun run = Fixtures.run(f, new double[6]);
    BlockSelection.Selector selector = new VariableBlocks(2, VariableRule.GS, 0).start(run);
    BlockUpdate.Updater exact = UpdateRule.MATRIX.start(run);
    int[] all = {0, 1, 2, 3, 4, 5};
    run.state().move(all, exact.step(all));
    assertThat(selector.next()).containsExactly(0, 1);
  }

  @Test
  void partitionsOrderCoordinatesByTheirConstants() {
    BlockFunction f = diagonal(4, 1, 3, 1, 9, 5);
    int[] all = {0, 1, 2, 3, 4, 5};
    assertThat(Partitions.ORDER.divide(f, all, 4))
        .containsExactly(new int[] {0, 1, 2, 3}, new int[] {4, 5});
    assertThat(Partitions.SORT.divide(f, all, 2))
        .containsExactly(new int[] {1, 3}, new int[] {0, 2}, new int[] {4, 5});
    assertThat(Partitions.AVERAGE.divide(f, all, 2))
        .containsExactly(new int[] {1, 4}, new int[] {3, 5}, new int[] {0, 2});
    assertThat(Partitions.ROW_SUM_SORT.divide(f, all, 3))
        .containsExactly(new int[] {1, 2, 3}, new int[] {0, 4, 5});
    assertThat(Partitions.ROW_SUM_AVERAGE.divide(f, all, 2))
        .containsExactlyElementsOf(Partitions.AVERAGE.divide(f, all, 2));
  }

  @Test
  void randomRulesAreDecidedByTheirSeedAndCoverAllCoordinates() {
    BlockFunction f = Fixtures.leastSquares(12, 9, 1);
    for (VariableRule rule : List.of(VariableRule.RANDOM, VariableRule.CYCLIC)) {
      BlockSelection.Selector one =
          new VariableBlocks(3, rule, 5).start(Fixtures.run(f, new double[9]));
      BlockSelection.Selector two =
          new VariableBlocks(3, rule, 5).start(Fixtures.run(f, new double[9]));
      boolean[] seen = new boolean[9];
      for (int k = 0; k < 40; k++) {
        int[] block = one.next();
        assertThat(block).containsExactly(two.next()).doesNotHaveDuplicates().isSorted();
        Arrays.stream(block).forEach(i -> seen[i] = true);
        assertThat(k < 2 || rule == VariableRule.RANDOM || allTrue(seen)).isTrue();
      }
      assertThat(allTrue(seen)).isTrue();
    }
  }

  private static boolean allTrue(boolean[] flags) {
    for (boolean flag : flags) {
      if (!flag) {
        return false;
      }
    }
    return true;
  }

  @Test
  void lipschitzSamplingPrefersCurvature() {
    BlockFunction f = diagonal(1, 1, 1, 97);
    BlockSelection.Selector selector =
        new FixedBlocks(Partitions.ORDER, 1, FixedRule.LIPSCHITZ, 3)
            .start(Fixtures.run(f, new double[4]));
    int heavy = 0;
    for (int k = 0; k < 1000; k++) {
      heavy += selector.next()[0] == 3 ? 1 : 0;
    }
    assertThat(heavy).isBetween(950, 990);
  }

  @Test
  void sequencesReplayAndStartAgain() {
    BlockFunction f = Fixtures.leastSquares(12, 9, 1);
    BlockSelection.Selector selector =
        new BlockSequence(List.of(new int[] {4, 2}, new int[] {7}))
            .start(Fixtures.run(f, new double[9]));
    assertThat(selector.next()).containsExactly(2, 4);
    assertThat(selector.next()).containsExactly(7);
    assertThat(selector.next()).containsExactly(2, 4);
  }

  @Test
  void zeroColumnsAreInNoBlock() {
    double[][] dense = {{1, 0, 2}, {0, 0, 1}};
    BlockFunction f =
        new ModelFunction(
            org.gradus.smooth.LinearModel.sum(
                Fixtures.sparse(dense), new org.gradus.smooth.SquaredLoss(new double[] {1, 1})));
    BlockSolution solution =
        new BlockDescent(
                BlockDescent.Config.of(
                    new FixedBlocks(Partitions.SORT, 2, FixedRule.GSL, 0), UpdateRule.MATRIX))
            .solve(BlockProblem.of(f), Monitor.SILENT);
    assertThat(solution.x()[1]).isZero();
    assertThat(solution.certificate().projectedGradient()).isLessThan(1e-8);
  }

  @Test
  void badBlocksAreNamed() {
    BlockFunction f = Fixtures.leastSquares(12, 9, 1);
    BlockRun run = Fixtures.run(f, new double[9]);
    assertThatThrownBy(() -> new VariableBlocks(10, VariableRule.GS, 0).start(run))
        .hasMessageContaining("block size is 10");
    assertThatThrownBy(() -> new FixedBlocks(Partitions.ORDER, 0, FixedRule.GS, 0))
        .hasMessageContaining("block size is 0");
    assertThatThrownBy(() -> new BlockSequence(List.of(new int[] {1, 1})))
        .hasMessageContaining("coordinate 1");
    assertThatThrownBy(() -> new BlockSequence(List.of(new int[] {9})).start(run))
        .hasMessageContaining("coordinate 9");
    assertThatThrownBy(() -> new BlockSequence(List.of())).hasMessageContaining("blocks is 0");
    assertThatThrownBy(() -> new BlockSequence(List.of(new int[0]))).hasMessageContaining("is 0");
    BlockRun large = Fixtures.run(Fixtures.leastSquares(5, 60, 2), new double[60]);
    assertThatThrownBy(() -> new VariableBlocks(12, VariableRule.GSQ_EXACT, 0).start(large))
        .hasMessageContaining("10^6");
  }
}
