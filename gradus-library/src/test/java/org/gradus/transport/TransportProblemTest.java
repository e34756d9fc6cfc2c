package org.gradus.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class TransportProblemTest {
  private static final double[][] COST = {{0, 1}, {1, 0}};
  private static final double[] HALVES = {0.5, 0.5};

  @Test
  void anEmptyBinIsNamedWithItsIndex() {
    assertThatThrownBy(() -> TransportProblem.of(COST, new double[] {1, 0}, HALVES, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rowMarginal[1] is 0.0; it must be a finite number > 0: remove empty bins");
  }

  @Test
  void negativeAndNanMarginalsAreErrors() {
    assertThatThrownBy(() -> TransportProblem.of(COST, HALVES, new double[] {-0.5, 1.5}, 1))
        .hasMessage("columnMarginal[0] is -0.5; it must be a finite number > 0");
    assertThatThrownBy(() -> TransportProblem.of(COST, new double[] {0.5, Double.NaN}, HALVES, 1))
        .hasMessage("rowMarginal[1] is NaN; it must be a finite number > 0");
  }

  @Test
  void differentSumsAreNamedBoth() {
    assertThatThrownBy(() -> TransportProblem.of(COST, HALVES, new double[] {0.5, 0.6}, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rowMarginal sums to 1.0")
        .hasMessageContaining("columnMarginal to 1.1");
  }

  @Test
  void sumsEqualToEightDigitsAreMadeEqual() {
    TransportProblem problem = TransportProblem.of(COST, HALVES, new double[] {0.5, 0.5 + 4e-9}, 1);
    assertThat(Sums.of(problem.columnMarginal())).isCloseTo(1, within(1e-15));
  }

  @Test
  void costsMustBeFinite() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(
              () -> TransportProblem.of(new double[][] {{0, bad}, {1, 0}}, HALVES, HALVES, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("cost has entries that are not finite numbers");
    }
  }

  @Test
  void etaMustBePositiveAndFinite() {
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> TransportProblem.of(COST, HALVES, HALVES, bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("eta is " + bad + "; it must be a finite number > 0");
    }
  }

  @Test
  void shapesMustAgree() {
    assertThatThrownBy(() -> TransportProblem.of(COST, Fixtures.uniform(3), HALVES, 1))
        .hasMessage("the length of rowMarginal is 3; it must be 2, the number of rows");
    assertThatThrownBy(() -> TransportProblem.of(COST, HALVES, Fixtures.uniform(3), 1))
        .hasMessage("the length of columnMarginal is 3; it must be 2, the number of columns");
    assertThatThrownBy(() -> TransportProblem.of(new double[5], HALVES, HALVES, 1))
        .hasMessage("the length of cost is 5; it must be n m = 4");
    assertThatThrownBy(() -> TransportProblem.of(new double[][] {{0, 1}, {1}}, HALVES, HALVES, 1))
        .hasMessage("the length of cost row 1 is 1; it must be 2 as in row 0");
    assertThatThrownBy(
            () ->
                new TransportProblem(
                    torch.zeros(new long[] {4}, new TensorOptions(ScalarType.Double)),
                    HALVES,
                    HALVES,
                    1))
        .hasMessageContaining("a matrix with rows and columns");
    assertThatThrownBy(() -> TransportProblem.of(new double[0][0], new double[0], new double[0], 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void marginalsAreCopiesAndOtherTypesAreConverted() {
    double[] r = HALVES.clone();
    TransportProblem problem =
        new TransportProblem(
            torch.ones(new long[] {2, 2}, new TensorOptions(ScalarType.Float)), r, HALVES, 1);
    r[0] = 7;
    problem.rowMarginal()[1] = 7;
    assertThat(problem.rowMarginal()).containsExactly(0.5, 0.5);
    assertThat(Fixtures.cost(problem)).containsExactly(1, 1, 1, 1);
  }
}
