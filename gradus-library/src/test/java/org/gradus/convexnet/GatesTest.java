package org.gradus.convexnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.gradus.core.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatesTest {
  @ParameterizedTest
  @CsvSource({"5, 1, 2", "10, 2, 20", "10, 3, 92", "7, 4, 84", "4, 4, 16"})
  void generalPositionHasTheKnownNumberOfGates(int n, int d, int expected) {
    ReluProblem problem = Fixtures.problem(n, d, ReluLoss.SQUARED, 1, 11);
    Gates gates = Gates.enumerated(problem);
    // With d = 1 the signs of the inputs, and so the patterns, are whatever they are: two of them.
    assertThat(gates.count()).isEqualTo(expected);
    assertThat(gates.complete()).isTrue();
  }

  @Test
  void enumerationHoldsEverySampledGateOfDegenerateData() {
    double[] x = {1, 0, 1, 2, 0, 2, 0, 1, -1, -1, 0, 1, 0, 0, 0, 1, 1, 2, 0, 0, 1};
    ReluProblem problem = new ReluProblem(x, 3, new double[7], ReluLoss.SQUARED, 1);
    Gates all = Gates.enumerated(problem);
    Set<BitSet> patterns = new HashSet<>(all.patterns());
    Gates sampled = Gates.sampled(problem, all.count(), RandomSource.seeded(5));
    assertThat(sampled.patterns()).isSubsetOf(patterns);
    assertThat(sampled.count()).isEqualTo(all.count());
    for (int i = 0; i < all.count(); i++) {
      assertThat(all.active(i, 4)).isTrue();
    }
  }

  @Test
  void boundarySamplesAreActiveAndDuplicatesDropped() {
    double[] x = {1, 0, 0, 1, -1, 0};
    Gates gates = Gates.of(x, 2, new double[] {0, 1, 0, 2, 1, 1});
    assertThat(gates.count()).isEqualTo(2);
    assertThat(gates.signs(0)).containsExactly(1, 1, 1);
    assertThat(gates.signs(1)).containsExactly(1, 1, -1);
    assertThat(Gates.of(new boolean[] {true, false}, new boolean[] {true, false}).count())
        .isEqualTo(1);
  }

  @Test
  void scenarioBoundHasTheStandardRoles() {
    assertThat(Gates.gatesNeeded(10, 0.1, 0.01))
        .isEqualTo((long) Math.ceil(20 * (11 - Math.log(0.01))));
    assertThat(Gates.gatesNeeded(10, 0.5, 0.9)).isEqualTo((long) Math.ceil(11 / 0.45 - 1));
    assertThatThrownBy(() -> Gates.gatesNeeded(10, 0, 0.5))
        .hasMessageContaining("violation is 0.0");
  }
}
