package org.gradus.smooth.coordinate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.gradus.core.Monitor;
import org.gradus.core.SparseMatrix;
import org.junit.jupiter.api.Test;

/** Blocks that are forests. */
class MessagePassingTest {
  private static int edges(SparseMatrix a, int[] block) {
    int count = 0;
    for (int i : block) {
      for (int k = a.rowStarts()[i]; k < a.rowStarts()[i + 1]; k++) {
        int j = a.columnIndices()[k];
        count += j > i && Arrays.binarySearch(block, j) >= 0 ? 1 : 0;
      }
    }
    return count;
  }

  private static int trees(SparseMatrix a, int[] block) {
    int[] tree = new int[a.rows()];
    Arrays.fill(tree, -1);
    for (int i : block) {
      tree[i] = i;
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i : block) {
        for (int k = a.rowStarts()[i]; k < a.rowStarts()[i + 1]; k++) {
          int j = a.columnIndices()[k];
          if (tree[j] >= 0 && tree[j] < tree[i]) {
            tree[i] = tree[j];
            changed = true;
          }
        }
      }
    }
    return (int) Arrays.stream(block).map(i -> tree[i]).distinct().count();
  }

  @Test
  void greedyForestsAreForestsAndCannotGrow() {
    QuadraticFunction f = Fixtures.lattice(7, 1);
    for (ForestBlocks.Rule rule : ForestBlocks.Rule.values()) {
      int[] block =
          new ForestBlocks(rule, 2).start(Fixtures.run(f, new double[f.dimension()])).next();
      assertThat(edges(f.matrix(), block)).isEqualTo(block.length - trees(f.matrix(), block));
      for (int i = 0; i < f.dimension(); i++) {
        if (Arrays.binarySearch(block, i) < 0) {
          int[] more = Arrays.copyOf(block, block.length + 1);
          more[block.length] = i;
          Arrays.sort(more);
          assertThat(edges(f.matrix(), more)).isGreaterThan(more.length - trees(f.matrix(), more));
        }
      }
    }
  }

  @Test
  void aTreesStepIsTheMatrixStepAndOptimalForTheBlock() {
    QuadraticFunction f = Fixtures.lattice(7, 3);
    BlockRun run = Fixtures.run(f, Fixtures.point(f.dimension(), 4));
    int[] block = new ForestBlocks(ForestBlocks.Rule.GS, 0).start(run).next();
    double[] byTree = UpdateRule.MESSAGE_PASSING.start(run).step(block);
    double[] byMatrix = UpdateRule.MATRIX.start(run).step(block);
    for (int p = 0; p < block.length; p++) {
      assertThat(byTree[p]).isCloseTo(byMatrix[p], within(1e-12 * (1 + Math.abs(byMatrix[p]))));
    }
    run.state().move(block, byTree);
    double[] g = new double[block.length];
    run.state().gradient(block, g);
    assertThat(Arrays.stream(g).map(Math::abs).max().orElseThrow()).isLessThan(1e-12);
  }

  @Test
  void aPathIsSolvedInOneStep() {
    Lattice path = new Lattice(1, 40);
    double[] ones = new double[path.edges()];
    Arrays.fill(ones, 1);
    QuadraticFunction f =
        new LabelPropagation(path.weights(ones), new int[] {0, 39}, new double[] {0, 39})
            .quadratic();
    BlockSolution solution =
        new BlockDescent(
                BlockDescent.Config.of(
                    new BlockSequence(List.of(Fixtures.all(f))), UpdateRule.MESSAGE_PASSING))
            .solve(BlockProblem.of(f), Monitor.SILENT);
    assertThat(solution.steps()).isEqualTo(1);
    for (int p = 0; p < 38; p++) {
      assertThat(solution.x()[p]).isCloseTo(p + 1, within(1e-11));
    }
  }

  @Test
  void redAndBlackBlocksHaveDiagonalMatrices() {
    QuadraticFunction f = Fixtures.lattice(6, 5);
    List<int[]> blocks = GraphPartition.COLOURS.divide(f, Fixtures.all(f), 1);
    assertThat(blocks).hasSize(2);
    assertThat(blocks.stream().mapToInt(b -> b.length).sum()).isEqualTo(f.dimension());
    blocks.forEach(b -> assertThat(edges(f.matrix(), b)).isZero());
  }

  @Test
  void aTriangleNeedsThreeColours() {
    double[][] dense = {{3, -1, -1}, {-1, 3, -1}, {-1, -1, 3}};
    QuadraticFunction f = new QuadraticFunction(Fixtures.sparse(dense), new double[] {1, 0, 0});
    assertThat(GraphPartition.COLOURS.divide(f, Fixtures.all(f), 1)).hasSize(3);
    assertThat(GraphPartition.FORESTS.divide(f, Fixtures.all(f), 1)).hasSize(2);
  }

  @Test
  void binsAndCombsAreForestsThatCoverAll() {
    LabelPropagation propagation = Fixtures.propagation(6, 6);
    QuadraticFunction f = propagation.quadratic();
    List<int[]> bins = GraphPartition.FORESTS.divide(f, Fixtures.all(f), 1);
    List<int[]> combs = new Lattice(6, 6).combs(propagation.unlabelled());
    assertThat(combs).hasSize(2);
    for (List<int[]> blocks : List.of(bins, combs)) {
      assertThat(blocks.stream().flatMapToInt(Arrays::stream).sorted().toArray())
          .containsExactly(Fixtures.all(f));
      for (int[] b : blocks) {
        assertThat(edges(f.matrix(), b)).isEqualTo(b.length - trees(f.matrix(), b));
      }
    }
  }

  @Test
  void everyChoiceOfBlocksFindsTheSameLabels() {
    QuadraticFunction f = Fixtures.lattice(6, 7);
    double[] expected = null;
    for (BlockSelection selection :
        List.of(
            new ForestBlocks(ForestBlocks.Rule.GS, 0),
            new ForestBlocks(ForestBlocks.Rule.GSD, 0),
            new ForestBlocks(ForestBlocks.Rule.RANDOM, 1),
            new FixedBlocks(GraphPartition.COLOURS, 1, FixedRule.CYCLIC, 0),
            new FixedBlocks(GraphPartition.FORESTS, 1, FixedRule.CYCLIC, 0))) {
      BlockSolution solution =
          new BlockDescent(
                  BlockDescent.Config.of(selection, UpdateRule.MESSAGE_PASSING)
                      .withGradientTolerance(1e-10)
                      .withMaxSteps(20_000))
              .solve(BlockProblem.of(f), Monitor.SILENT);
      assertThat(solution.status()).isEqualTo(org.gradus.core.Solution.Status.CONVERGED);
      expected = expected == null ? solution.x() : expected;
      for (int i = 0; i < expected.length; i++) {
        assertThat(solution.x()[i]).isCloseTo(expected[i], within(1e-8));
        // A harmonic function keeps within its boundary values.
        assertThat(solution.x()[i]).isBetween(-2 - 1e-9, 1 + 1e-9);
      }
    }
  }

  @Test
  void beliefsOnATreeAreExactAfterItsDiameter() {
    Lattice path = new Lattice(1, 12);
    double[] weights = Fixtures.point(path.edges(), 3);
    QuadraticFunction f =
        new LabelPropagation(
                path.weights(Arrays.stream(weights).map(w -> 0.5 + w * w).toArray()),
                new int[] {0, 11},
                new double[] {1, -1})
            .quadratic();
    BeliefPropagation beliefs = new BeliefPropagation(f);
    for (int sweep = 0; sweep < f.dimension() - 1; sweep++) {
      beliefs.sweep();
    }
    double[] exact = new ForestSystem(f.matrix()).solve(Fixtures.all(f), f.linear());
    double[] means = beliefs.means();
    for (int i = 0; i < exact.length; i++) {
      assertThat(means[i]).isCloseTo(exact[i], within(1e-12));
    }
  }

  @Test
  void cyclesAsymmetryAndWrongFunctionsAreNamed() {
    QuadraticFunction f = Fixtures.lattice(4, 8);
    assertThatThrownBy(() -> new ForestSystem(f.matrix()).solve(Fixtures.all(f), f.linear()))
        .hasMessageContaining("forest");
    assertThatThrownBy(
            () ->
                new QuadraticFunction(
                    Fixtures.sparse(new double[][] {{1, 0.5}, {0.25, 1}}), new double[2]))
        .hasMessageContaining("largest asymmetry")
        .hasMessageContaining("0.25");
    BlockFunction model = Fixtures.leastSquares(5, 4, 1);
    BlockRun run = Fixtures.run(model, new double[4]);
    assertThatThrownBy(() -> UpdateRule.MESSAGE_PASSING.start(run))
        .hasMessageContaining("QuadraticFunction");
    assertThatThrownBy(() -> new ForestBlocks(ForestBlocks.Rule.GS, 0).start(run))
        .hasMessageContaining("QuadraticFunction");
  }
}
