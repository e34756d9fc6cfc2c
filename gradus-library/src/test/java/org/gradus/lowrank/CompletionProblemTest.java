package org.gradus.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.gradus.core.Monitor;
import org.gradus.core.SparseMatrix;
import org.gradus.core.Tensors;
import org.gradus.lowrank.AlternatingMinimization.Config;
import org.gradus.lowrank.AlternatingMinimization.Samples;
import org.junit.jupiter.api.Test;

class CompletionProblemTest {
  private static ObservedEntries entries(int[] rows, int[] columns, double... values) {
    return ObservedEntries.of(3, 4, rows, columns, values);
  }

  @Test
  void entriesAreSortedBothWays() {
    ObservedEntries entries = entries(new int[] {2, 0, 2, 0}, new int[] {3, 1, 0, 0}, 1, 2, 3, 4);
    assertThat(entries.byRow().rowStarts()).containsExactly(0, 2, 2, 4);
    assertThat(entries.byRow().columnIndices()).containsExactly(0, 1, 0, 3);
    assertThat(entries.byRow().values()).containsExactly(4, 2, 3, 1);
    assertThat(entries.byColumn().rowStarts()).containsExactly(0, 2, 3, 3, 4);
    assertThat(entries.byColumn().columnIndices()).containsExactly(0, 2, 0, 2);
    assertThat(entries.byColumn().values()).containsExactly(4, 3, 2, 1);
    assertThat(entries.norm()).isCloseTo(Math.sqrt(30), within(1e-15));
    SparseMatrix unsorted =
        new SparseMatrix(
            3, 4, new int[] {0, 2, 2, 4}, new int[] {1, 0, 3, 0}, new double[] {2, 4, 1, 3});
    assertThat(ObservedEntries.of(unsorted).byRow().values()).containsExactly(4, 2, 3, 1);
    assertThat(entries.transposed().rows()).isEqualTo(4);
  }

  @Test
  void badEntriesAreNamed() {
    assertThatThrownBy(() -> entries(new int[] {3}, new int[] {0}, 1))
        .hasMessage("row of entry 0 is 3; it must be in [0, 3)");
    assertThatThrownBy(() -> entries(new int[] {0, 0}, new int[] {0, -1}, 1, 1))
        .hasMessage("column of entry 1 is -1; it must be in [0, 4)");
    assertThatThrownBy(() -> entries(new int[] {0}, new int[] {0}, Double.NaN))
        .hasMessage("value of entry 0 is NaN; it must be a finite number");
    assertThatThrownBy(() -> entries(new int[] {1, 0, 1}, new int[] {2, 0, 2}, 1, 2, 3))
        .hasMessage(
            "entry (1, 2) is observed twice, as 1.0 and 3.0; each entry may be given once:"
                + " average or remove repeats");
    assertThatThrownBy(() -> entries(new int[] {1}, new int[] {2, 3}, 1))
        .hasMessageContaining("must be the same");
  }

  @Test
  void badProblemsAreNamed() {
    ObservedEntries all = Fixtures.sample(Fixtures.lowRank(6, 5, 1, 1), 5, 1.1, 1);
    assertThatThrownBy(() -> new CompletionProblem(all, 6))
        .hasMessage("rank is 6; it must be in [1, 5], min(rows, columns)");
    assertThatThrownBy(() -> new CompletionProblem(all, 0)).hasMessageContaining("rank is 0");
    assertThatThrownBy(() -> new CompletionProblem(all, 2, -1))
        .hasMessageContaining("ridge is -1.0");
    ObservedEntries few = Fixtures.sample(Fixtures.lowRank(6, 5, 1, 1), 5, 0.5, 1);
    assertThatThrownBy(() -> new CompletionProblem(few, 3))
        .hasMessageContaining("at least k (m + n - k) = 24, the degrees of freedom of rank 3");
  }

  @Test
  void disconnectedPatternsAreRefusedUnlessCutDown() {
    double[] ones = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    int[] rows = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5};
    int[] columns = {0, 1, 0, 1, 2, 3, 2, 3, 2, 3, 2, 3};
    ObservedEntries entries = ObservedEntries.of(6, 4, rows, columns, ones);
    assertThatThrownBy(() -> new CompletionProblem(entries, 1))
        .hasMessageStartingWith(
            "the observed entries fall into 2 parts that share no row or column (row 2 begins the"
                + " second; the largest has 8 of 12 entries)");
    ObservedEntries part = entries.largestConnectedPart();
    assertThat(part.count()).isEqualTo(8);
    assertThat(Connectivity.of(part).parts()).isEqualTo(1);
    assertThat(Connectivity.of(part).partOfRow(0)).isEqualTo(-1);
    assertThat(Connectivity.of(part).partOfColumn(3)).isZero();
  }

  @Test
  void badSettingsAreNamed() {
    assertThatThrownBy(() -> Config.DEFAULT.withIncoherence(0.5))
        .hasMessage("incoherence is 0.5; it must be a finite number >= 1");
    assertThatThrownBy(() -> Config.DEFAULT.withMaxIterations(0))
        .hasMessageContaining("maxIterations is 0");
    assertThatThrownBy(() -> new Regression.WarmCg(0)).hasMessageContaining("rounds is 0");
    assertThatThrownBy(() -> new Regression.PreconditionedCg(0, 1, false))
        .hasMessageContaining("sketchFactor is 0");
    CompletionProblem problem =
        new CompletionProblem(Fixtures.sample(Fixtures.lowRank(20, 20, 2, 1), 20, 0.9, 1), 2);
    AlternatingMinimization solver =
        new AlternatingMinimization(Config.DEFAULT.withSamples(Samples.SPLIT));
    assertThatThrownBy(() -> solver.solve(problem))
        .hasMessageContaining("the number of entries in part 0 of 61 is");
    assertThatThrownBy(
            () ->
                new AlternatingMinimization(Config.DEFAULT)
                    .solve(problem, Tensors.matrix(new double[4], 2, 2), Monitor.SILENT))
        .hasMessage("start is Double [2, 2] on cpu; it must be of shape [20, 2]");
  }

  @Test
  void clippingActsAboveItsLimitOnly() {
    ObservedEntries entries = Fixtures.sample(Fixtures.lowRank(50, 40, 2, 3), 40, 1.1, 3);
    SpectralStart start = new SpectralStart(entries, 2);
    double[] vectors = start.singularVectors(CompletionDraws.seeded(0), 3);
    double[] wide = start.basis(CompletionDraws.seeded(0), 3, 3);
    // All entries are below the limit: the projector is unchanged.
    double[] before =
        Tensors.doubles(Tensors.matrix(vectors, 50, 2).mm(Tensors.matrix(vectors, 50, 2).t()));
    double[] after =
        Tensors.doubles(Tensors.matrix(wide, 50, 2).mm(Tensors.matrix(wide, 50, 2).t()));
    assertThat(after).containsExactly(before, within(1e-14));
    double[] spike = new double[50 * 40];
    for (int e = 0; e < spike.length; e++) {
      spike[e] = e < 40 ? 100 : 1e-3 * (e % 7);
    }
    SpectralStart clipped = new SpectralStart(Fixtures.sample(spike, 40, 1.1, 3), 1);
    assertThat(clipped.singularVectors(CompletionDraws.seeded(0), 3)[0] * 1.0).isNotZero();
    assertThat(clipped.basis(CompletionDraws.seeded(0), 3, 1)[0]).isZero();
    double[] single = new double[50 * 40];
    single[0] = 1;
    assertThatThrownBy(
            () ->
                new SpectralStart(Fixtures.sample(single, 40, 1.1, 3), 1)
                    .basis(CompletionDraws.seeded(0), 3, 1))
        .hasMessageStartingWith("incoherence is 1.0; it must be larger: clipping");
  }

  @Test
  void theStartIsTheLeadingSingularSpace() {
    double[] matrix = Fixtures.lowRank(50, 40, 2, 3);
    ObservedEntries entries = Fixtures.sample(matrix, 40, 1.1, 3);
    double[] u = new SpectralStart(entries, 2).singularVectors(CompletionDraws.seeded(5), 2);
    double[] projected =
        Tensors.doubles(
            Tensors.matrix(u, 50, 2)
                .mm(Tensors.matrix(u, 50, 2).t())
                .mm(Tensors.matrix(matrix, 50, 40)));
    assertThat(projected).containsExactly(matrix, within(1e-13));
  }

  @Test
  void factorsOfDifferentWidthsAreRefused() {
    assertThatThrownBy(
            () ->
                new LowRankFactors(
                    Tensors.matrix(new double[4], 2, 2), Tensors.matrix(new double[3], 3, 1)))
        .hasMessage("the widths of the factors is 2 and 1; it must be the same");
  }
}
