package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.matrix;
import static org.gradus.Fixtures.vector;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class LikelihoodTest {
  private final Tensor outputs = matrix(new double[] {Math.log(3), 0}, new double[] {1, 3});

  @Test
  void categoricalLossLeavesIgnoredTargetsOut() {
    assertThat(Likelihood.CATEGORICAL.loss(outputs, classes(0, Likelihood.IGNORED)).item_double())
        .isCloseTo(-Math.log(0.75), within(1e-15));
    assertThat(Likelihood.CATEGORICAL.count(classes(0, Likelihood.IGNORED))).isEqualTo(1);
  }

  @Test
  void gaussianLossSumsOutputsAndAveragesRows() {
    Tensor targets = matrix(new double[] {0, 0}, new double[] {0, 0});
    double expected = (Math.log(3) * Math.log(3) + 1 + 9) / 2 / 2;
    assertThat(Likelihood.GAUSSIAN.loss(outputs, targets).item_double())
        .isCloseTo(expected, within(1e-14));
    assertThat(Likelihood.GAUSSIAN.count(targets)).isEqualTo(2);
    assertThat(
            Likelihood.GAUSSIAN
                .loss(matrix(new double[] {2}, new double[] {4}), vector(1, 1))
                .item_double())
        .isEqualTo(2.5);
  }

  @Test
  void shapesMustFit() {
    assertThatThrownBy(() -> Likelihood.CATEGORICAL.loss(outputs, classes(0, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("[2, 2]", "[3]");
    assertThatThrownBy(() -> Likelihood.GAUSSIAN.loss(outputs, vector(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("[2, 2]", "[2]");
  }
}
