package org.gradus.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.replay;
import static org.gradus.Fixtures.vector;

import org.gradus.core.Monitor;
import org.gradus.core.RandomSource;
import org.gradus.curvature.Hutchinson.Probe;
import org.junit.jupiter.api.Test;

class StochasticTraceTest {
  @Test
  void signsAreExactForADiagonalMatrix() {
    SymmetricOperator matrix = SymmetricOperator.of(Matrices.diagonal(4, -1, 0.5));
    StochasticTrace found =
        StochasticTrace.estimate(
            matrix, 3, Probe.RADEMACHER, RandomSource.seeded(1), Monitor.SILENT);
    assertThat(found.trace().value()).isEqualTo(3.5);
    assertThat(found.trace().standardError()).isZero();
    assertThat(found.frobenius().value()).isCloseTo(Math.sqrt(17.25), within(1e-15));
  }

  @Test
  void injectedProbesGiveTheMeansAndErrorsByHand() {
    // zᵀAz = 3 + 2b z₁z₂: 7 and −1 for b = 2; ‖Az‖² = (1 + 2)² + (2 + 2)² and (1 − 2)² + 0².
    SymmetricOperator matrix = SymmetricOperator.of(Matrices.two(1, 2, 2));
    StochasticTrace found =
        StochasticTrace.estimate(
            matrix, 2, Probe.RADEMACHER, replay(vector(1, 1), vector(1, -1)), Monitor.SILENT);
    assertThat(found.trace()).isEqualTo(new Estimate(3, 4, 2));
    assertThat(found.squaredFrobenius()).isEqualTo(new Estimate(13, 12, 2));
  }

  @Test
  void theErrorCoversTheTruth() {
    SymmetricOperator matrix =
        SymmetricOperator.of(Matrices.withEigenvalues(-4, -1, 0, 0.5, 1, 2, 3, 11));
    for (Probe probe : Probe.values()) {
      StochasticTrace found =
          StochasticTrace.estimate(matrix, 200, probe, RandomSource.seeded(5), Monitor.SILENT);
      Estimate trace = found.trace();
      Estimate squares = found.squaredFrobenius();
      assertThat(trace.value()).isCloseTo(12.5, within(4 * trace.standardError()));
      assertThat(squares.value()).isCloseTo(152.25, within(4 * squares.standardError()));
      assertThat(trace.standardError()).isLessThan(2);
    }
  }

  @Test
  void oneProbeHasNoError() {
    SymmetricOperator matrix = SymmetricOperator.of(Matrices.two(1, 0, 1));
    StochasticTrace found =
        StochasticTrace.estimate(matrix, 1, Probe.GAUSSIAN, RandomSource.seeded(5), Monitor.SILENT);
    assertThat(found.trace().standardError()).isNaN();
    assertThatThrownBy(
            () ->
                StochasticTrace.estimate(
                    matrix, 0, Probe.GAUSSIAN, RandomSource.seeded(5), Monitor.SILENT))
        .hasMessageContaining("probes is 0");
  }
}
