package org.gradus.sharpness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.matrix;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.vector;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Likelihood;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutputDistanceTest {
  private static final Tensor UNIFORM = matrix(new double[] {0, 0});
  private static final Tensor THREE_TO_ONE = matrix(new double[] {Math.log(3), 0});

  private static double distance(OutputDistance kind, Tensor target, Tensor current) {
    Tensor targets = classes(new long[(int) current.size(0)]);
    return kind.measure(Likelihood.CATEGORICAL, target, current, targets);
  }

  @Test
  void twoClassesAsOnTheSheet() {
    assertThat(distance(OutputDistance.FORWARD_KL, UNIFORM, THREE_TO_ONE))
        .isCloseTo(0.5 * Math.log(4.0 / 3), within(1e-12));
    assertThat(distance(OutputDistance.REVERSE_KL, UNIFORM, THREE_TO_ONE))
        .isCloseTo(0.75 * Math.log(3) - Math.log(2), within(1e-12));
    assertThat(distance(OutputDistance.SYMMETRIC_KL, UNIFORM, THREE_TO_ONE))
        .isCloseTo(0.25 * Math.log(3), within(1e-12));
    assertThat(distance(OutputDistance.L2, UNIFORM, THREE_TO_ONE))
        .isCloseTo(1.098612288668110, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource
  void isZeroForEqualOutputsAndPositiveForOthers(OutputDistance kind) {
    Tensor u = normal(1, ScalarType.Double, 6, 4);
    Tensor z = normal(2, ScalarType.Double, 6, 4);
    assertThat(distance(kind, u, u)).isZero();
    assertThat(distance(kind, u, z)).isPositive();
  }

  @Test
  void discrepancyIsTheMeanOverAllPairs() {
    double[][] u = {{0, 1}, {2, -1}};
    double[][] z = {{1, 1}, {0, 0.5}};
    double expected = 0;
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        expected += kernel(u[i], u[j]) + kernel(z[i], z[j]) - 2 * kernel(u[i], z[j]);
      }
    }
    assertThat(distance(OutputDistance.MMD, matrix(u), matrix(z)))
        .isCloseTo(expected / 4, within(1e-12));
  }

  private static double kernel(double[] a, double[] b) {
    double square = (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]);
    double sum = 0;
    for (double c : new double[] {0.1, 0.2, 0.5, 1, 2, 5, 10}) {
      sum += 1 / Math.sqrt(c * c + square);
    }
    return sum;
  }

  @Test
  void ignoredTargetsDoNotCount() {
    Tensor target = matrix(new double[] {0, 0}, new double[] {5, 0});
    Tensor current = matrix(new double[] {Math.log(3), 0}, new double[] {0, 9});
    double first =
        OutputDistance.FORWARD_KL.measure(
            Likelihood.CATEGORICAL, target, current, classes(1, Likelihood.IGNORED));
    assertThat(first).isCloseTo(0.5 * Math.log(4.0 / 3), within(1e-12));
  }

  @Test
  void gaussianOutputsAreHalfSquaredDistancesApart() {
    Tensor target = vector(1, 2);
    Tensor current = vector(1, 5);
    for (OutputDistance kind :
        new OutputDistance[] {OutputDistance.FORWARD_KL, OutputDistance.REVERSE_KL}) {
      assertThat(kind.measure(Likelihood.GAUSSIAN, target, current, target))
          .isCloseTo(0.5 * 9 / 2, within(1e-12));
    }
  }

  @Test
  void differentShapesAreNamed() {
    Tensor current = normal(1, ScalarType.Double, 3, 2);
    assertThatThrownBy(() -> distance(OutputDistance.L2, UNIFORM, current))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Double [1, 2]")
        .hasMessageContaining("Double [3, 2]");
  }
}
