package org.gradus.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.gradus.core.PortableRandom;
import org.junit.jupiter.api.Test;

/** Sums and first values as NumPy makes them from the same seeds. */
class TransportProblemsTest {
  @Test
  void uniformDrawsAreTheSharedOnes() {
    assertThat(PortableRandom.uniform(1500, 3))
        .containsExactly(0.024098007085497586, 0.552410019432426, 0.0668814021891555);
  }

  @Test
  void normalDrawsAreTheSharedOnes() {
    assertThat(PortableRandom.normal(71, 4))
        .containsExactly(
            new double[] {
              -1.730792752720688, 0.617609652594994, 0.3408225338931298, -1.3735299943169121
            },
            within(1e-15));
    assertThat(PortableRandom.normal(71, 3)).hasSize(3);
  }

  @Test
  void assignmentHasTheSharedSum() {
    double[] cost = Fixtures.cost(TransportProblems.assignment(500, 1500, 1));
    assertThat(Sums.of(cost)).isCloseTo(124972.11843432601, within(1e-9));
    assertThat(cost[cost.length - 1]).isEqualTo(0.4558507306204319);
  }

  @Test
  void cloudsHaveTheSharedSum() {
    double[] cost = Fixtures.cost(TransportProblems.clouds(500, 2500, 1));
    assertThat(Sums.of(cost)).isCloseTo(34022.68266396702, within(1e-8));
    assertThat(cost[0]).isCloseTo(0.15637730840052494, within(1e-15));
    assertThat(cost[cost.length - 1]).isCloseTo(0.05452806176970924, within(1e-15));
  }
}
