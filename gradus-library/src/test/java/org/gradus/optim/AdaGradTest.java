package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.diagonalQuadratic;
import static org.gradus.Fixtures.leaf;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.NamedTensor;
import org.gradus.core.ParameterVector;
import org.junit.jupiter.api.Test;

class AdaGradTest {
  /** One step on ½ x² from 1 with η = 1. */
  private static double step(double initialSum, boolean norm) {
    ParameterVector theta = parameters(1);
    FlatOptimizer optimizer =
        norm
            ? new AdaGradNorm(theta, new AdaGradNorm.Config(1, initialSum, 1e-10, 0))
            : new AdaGrad(theta, new AdaGrad.Config(1, initialSum, 1e-10, 0));
    optimizer.step(diagonalQuadratic(theta, 1));
    return theta.values().item_double();
  }

  @Test
  void firstStepsHaveTheKnownLengths() {
    for (boolean norm : new boolean[] {true, false}) {
      assertThat(step(0, norm)).isCloseTo(1e-10, within(1e-15));
      assertThat(step(1, norm)).isCloseTo(1 - Math.sqrt(0.5), within(1e-10));
    }
  }

  @Test
  void oneDimensionMakesThemTheSame() {
    ParameterVector a = parameters(2);
    ParameterVector b = parameters(2);
    AdaGrad coordinate = new AdaGrad(a, new AdaGrad.Config(0.3, 0.01, 1e-10, 0.2));
    AdaGradNorm norm = new AdaGradNorm(b, new AdaGradNorm.Config(0.3, 0.01, 1e-10, 0.2));
    for (int t = 0; t < 30; t++) {
      coordinate.step(diagonalQuadratic(a, 3));
      norm.step(diagonalQuadratic(b, 3));
      assertThat(a.values().item_double()).isCloseTo(b.values().item_double(), within(1e-14));
    }
  }

  @Test
  void oneNumberScalesEveryTensor() {
    ParameterVector theta =
        ParameterVector.of(
            List.of(
                new NamedTensor("w", leaf(vector(1, 2))), new NamedTensor("b", leaf(vector(3)))));
    AdaGradNorm optimizer = new AdaGradNorm(theta, new AdaGradNorm.Config(0.5, 11, 0, 0));
    theta.gradient().copy_(vector(1, -2, 3));
    optimizer.update();
    // √(11 + 1 + 4 + 9) = 5.
    assertThat(values(theta.values())).containsExactly(new double[] {0.9, 2.2, 2.7}, within(1e-15));
    assertThat(optimizer.sum()).isCloseTo(25, within(1e-14));
    optimizer.restart();
    assertThat(optimizer.sum()).isEqualTo(11);
  }

  @Test
  void coordinatesKeepTheirOwnSums() {
    ParameterVector theta = parameters(1, 1);
    AdaGrad optimizer = new AdaGrad(theta, new AdaGrad.Config(0.1, 0, 0, 0));
    Tensor g = vector(3, -4);
    theta.gradient().copy_(g);
    optimizer.update();
    assertThat(values(theta.values())).containsExactly(new double[] {0.9, 1.1}, within(1e-15));
    theta.gradient().copy_(vector(4, 3));
    optimizer.update();
    assertThat(values(theta.values())).containsExactly(new double[] {0.82, 1.04}, within(1e-15));
    optimizer.restart();
    theta.gradient().copy_(g);
    optimizer.update();
    assertThat(values(theta.values())).containsExactly(new double[] {0.72, 1.14}, within(1e-15));
  }

  @Test
  void defaultsAreThePapersAndRangesAreChecked() {
    assertThat(AdaGradNorm.Config.of(0.1).initialSum()).isEqualTo(0.01);
    assertThat(AdaGrad.Config.of(0.1).initialSum()).isEqualTo(0);
    assertThat(AdaGrad.Config.of(0.1).epsilon()).isEqualTo(1e-10);
    assertThatThrownBy(() -> new AdaGradNorm.Config(0.1, -1, 0, 0))
        .hasMessage("initialSum is -1.0; it must be a finite number >= 0");
    assertThatThrownBy(() -> new AdaGrad.Config(0.1, -1, 0, 0)).hasMessageContaining("initialSum");
  }
}
