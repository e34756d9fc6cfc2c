package org.gradus.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.gradus.core.SparseMatrix;
import org.junit.jupiter.api.Test;

class LargestEntriesTest {
  @Test
  void exactlyTheLargestAreKept() {
    TransportProblem problem = Fixtures.random(30, 20, 15, 8);
    try (PointerScope scope = new PointerScope()) {
      GibbsKernel kernel = filled(problem);
      double[] sorted = sortedPlan(kernel);
      for (int count : new int[] {1, 17, 160, 599, 600}) {
        LargestEntries entries = new LargestEntries(kernel);
        SparseMatrix kept = entries.select(new Sparsity.Fraction(count / 600.0), 1);
        assertThat(kept.entries()).isEqualTo(count);
        double[] values = kept.values().clone();
        Arrays.sort(values);
        assertThat(values).containsExactly(Arrays.copyOfRange(sorted, 600 - count, 600));
        assertThat(entries.keptMass()).isCloseTo(Sums.of(values), within(1e-15));
      }
    }
  }

  @Test
  void amongEqualEntriesTheFirstAreKept() {
    TransportProblem problem =
        TransportProblem.of(new double[12], Fixtures.uniform(4), Fixtures.uniform(3), 1);
    try (PointerScope scope = new PointerScope()) {
      SparseMatrix kept =
          new LargestEntries(filled(problem)).select(new Sparsity.Fraction(5 / 12.0), 1);
      assertThat(kept.rowStarts()).containsExactly(0, 3, 5, 5, 5);
      assertThat(kept.columnIndices()).containsExactly(0, 1, 2, 0, 1);
    }
  }

  @Test
  void theAdaptiveRuleKeepsNoMoreThanItNeeds() {
    TransportProblem problem = Fixtures.random(30, 20, 15, 12);
    try (PointerScope scope = new PointerScope()) {
      GibbsKernel kernel = filled(problem);
      double[] sorted = sortedPlan(kernel);
      double total = Sums.of(sorted);
      int kept = new LargestEntries(kernel).select(new Sparsity.Adaptive(600), 1e-3).entries();
      assertThat(kept).isGreaterThan(150);
      assertThat(Sums.of(Arrays.copyOf(sorted, 600 - kept))).isLessThanOrEqualTo(1e-4 * total);
      assertThat(Sums.of(Arrays.copyOf(sorted, 601 - kept))).isGreaterThan(1e-4 * total);
    }
  }

  @Test
  void plansGrowSparserWithEta() {
    long before = Long.MAX_VALUE;
    for (double eta : new double[] {50, 100, 200, 400, 800}) {
      TransportProblem problem = TransportProblems.assignment(60, 60, eta);
      Potentials optimum = new SinkhornNewtonSparse().solve(problem).potentials();
      long entries = PlanSparsity.entriesHolding(0.999, problem, optimum);
      assertThat(entries).isLessThan(before).isGreaterThanOrEqualTo(60);
      before = entries;
    }
  }

  @Test
  void vertexGapIsFoundByEnumeration() {
    assertThat(PlanSparsity.vertexGap(new double[][] {{0, 1}, {1, 0}})).isEqualTo(1);
    double[][] three = {{0, 5, 5}, {5, 0, 1}, {5, 1, 0}};
    assertThat(PlanSparsity.vertexGap(three)).isCloseTo(2.0 / 3, within(1e-15));
    assertThatThrownBy(() -> PlanSparsity.vertexGap(new double[9][9]))
        .hasMessage("the number of rows is 9; it must be from 2 to 8");
  }

  private static GibbsKernel filled(TransportProblem problem) {
    GibbsKernel kernel = new GibbsKernel(problem);
    kernel.fill(new double[problem.rows()], new double[problem.columns()]);
    return kernel;
  }

  private static double[] sortedPlan(GibbsKernel kernel) {
    double[] values = new double[(int) kernel.plan().numel()];
    kernel.plan().data_ptr_double().get(values, 0, values.length);
    Arrays.sort(values);
    return values;
  }
}
