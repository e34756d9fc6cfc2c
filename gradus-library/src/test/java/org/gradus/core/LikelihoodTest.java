package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.matrix;
import static org.gradus.Fixtures.replay;
import static org.gradus.Fixtures.values;
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
  void bernoulliLossIsThatOfOneLogit() {
    Tensor logits = vector(Math.log(3), Math.log(3), 0);
    double expected = -(Math.log(0.75) + Math.log(0.25) + Math.log(0.5)) / 3;
    assertThat(Likelihood.BERNOULLI.loss(logits, vector(1, 0, 1)).item_double())
        .isCloseTo(expected, within(1e-15));
    assertThat(Likelihood.BERNOULLI.loss(logits.view(3, 1), classes(1, 0, 1)).item_double())
        .isCloseTo(expected, within(1e-15));
    assertThat(Likelihood.BERNOULLI.count(classes(1, 0, 1))).isEqualTo(3);
    Tensor drawn =
        Likelihood.BERNOULLI.sample(logits, classes(0, 0, 0), replay(vector(0.7, 0.8, 0.4)));
    assertThat(values(drawn)).containsExactly(1, 0, 1);
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
