package org.gradus.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.vector;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Monitor;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Scalars;
import org.gradus.core.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanczosTest {
  private static final double[] SPECTRUM = {-4, -1.5, -0.1, 0, 0.2, 0.3, 0.9, 1, 2, 3.5, 7, 11};

  private static final SymmetricOperator TWELVE =
      SymmetricOperator.of(Matrices.withEigenvalues(SPECTRUM));
  private static final Tensor START = normal(3, ScalarType.Double, 12);

  @Test
  void asManyStepsAsRowsGiveTheSpectrum() {
    RitzValues ritz = Lanczos.run(TWELVE, 12, START);
    assertThat(ritz.values()).containsExactly(SPECTRUM, within(1e-12));
    assertThat(DoubleStream.of(ritz.weights()).sum()).isCloseTo(1, within(1e-12));
    assertThat(ritz.errors()).containsExactly(new double[12], within(1e-10));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 12})
  void theQuadratureHasTheFirstMoments(int steps) {
    RitzValues ritz = Lanczos.run(TWELVE, steps, START);
    Tensor v = START.div(START.norm());
    Tensor image = TWELVE.times(v);
    assertThat(ritz.size()).isEqualTo(steps);
    assertThat(ritz.integrate(x -> x)).isCloseTo(v.dot(image).item_double(), within(1e-12));
    assertThat(ritz.integrate(x -> x * x)).isCloseTo(image.dot(image).item_double(), within(1e-11));
  }

  @Test
  void aRitzValuesErrorBarHoldsAnEigenvalueAndItsVector() {
    try (Lanczos lanczos = Lanczos.decompose(TWELVE, 6, START, Monitor.SILENT)) {
      RitzValues ritz = lanczos.ritz();
      for (int i = 0; i < ritz.size(); i++) {
        double value = ritz.values()[i];
        Tensor u = lanczos.ritzVector(i);
        double residual = TWELVE.times(u).sub(u.mul(Scalars.of(value))).norm().item_double();
        double nearest = Arrays.stream(SPECTRUM).map(x -> Math.abs(x - value)).min().orElseThrow();
        assertThat(u.norm().item_double()).isCloseTo(1, within(1e-13));
        assertThat(ritz.errors()[i]).isCloseTo(residual, within(1e-12));
        assertThat(nearest).isLessThanOrEqualTo(ritz.errors()[i] + 1e-12);
      }
    }
  }

  @Test
  void theIdentityStopsAfterOneStep() {
    RitzValues ritz =
        Lanczos.run(Matrices.of(9, Tensor::clone), 5, normal(1, ScalarType.Double, 9));
    assertThat(ritz.values()).containsExactly(new double[] {1}, within(1e-15));
    assertThat(ritz.weights()).containsExactly(new double[] {1}, within(1e-15));
  }

  @Test
  void anEigenvectorAsStartStopsAfterOneStep() {
    Tensor matrix = Matrices.diagonal(2, -3, 5);
    RitzValues ritz = Lanczos.run(SymmetricOperator.of(matrix), 3, vector(0, 4, 0));
    assertThat(ritz.values()).containsExactly(-3);
    assertThat(ritz.errors()).containsExactly(0);
  }

  @Test
  void theZeroMatrixHasTheValueZero() {
    RitzValues ritz = Lanczos.run(Matrices.of(4, v -> torch.zeros_like(v)), 3, vector(1, 2, 3, 4));
    assertThat(ritz.values()).containsExactly(0);
  }

  @Test
  void aZeroDiagonalDoesNotStopTheIteration() {
    RitzValues ritz = Lanczos.run(SymmetricOperator.of(Matrices.two(0, 1, 0)), 2, vector(1, 0));
    assertThat(ritz.values()).containsExactly(new double[] {-1, 1}, within(1e-15));
  }

  @Test
  void noGhostCopiesAppearInLongRuns() {
    double[] spectrum = IntStream.range(0, 200).mapToDouble(i -> i / 200.0).toArray();
    spectrum[199] = 100;
    SymmetricOperator matrix = SymmetricOperator.of(Matrices.withEigenvalues(spectrum));
    RitzValues ritz = Lanczos.run(matrix, 120, normal(5, ScalarType.Double, 200));
    assertThat(Arrays.stream(ritz.values()).filter(x -> x > 2).count()).isEqualTo(1);
    assertThat(ritz.largest()).isCloseTo(100, within(1e-11));
  }

  @Test
  void singlePrecisionVectorsGiveTheirPrecision() {
    Tensor matrix = Matrices.withEigenvalues(SPECTRUM).to(ScalarType.Float);
    RitzValues ritz = Lanczos.run(SymmetricOperator.of(matrix), 12, START.to(ScalarType.Float));
    assertThat(ritz.values()).containsExactly(SPECTRUM, within(2e-5));
  }

  @Test
  void moreStepsThanRowsCountAsRows() {
    assertThat(Lanczos.run(TWELVE, 40, START).size()).isEqualTo(12);
  }

  @Test
  void theMonitorHearsEveryStepAndMayStop() {
    double[] heard = new double[3];
    Monitor afterThree =
        new Monitor() {
          private int steps;

          @Override
          public void report(Trace.Point point) {
            heard[steps++] = point.metric("alpha");
          }

          @Override
          public boolean cancelled() {
            return steps == 3;
          }
        };
    try (Lanczos lanczos = Lanczos.decompose(TWELVE, 12, START, afterThree)) {
      assertThat(lanczos.steps()).isEqualTo(3);
      assertThat(lanczos.alphas()).containsExactly(heard);
      assertThat(lanczos.ritz().size()).isEqualTo(3);
    }
  }

  @Test
  void badOperatorsAndStartsAreNamed() {
    assertThatThrownBy(() -> Lanczos.run(TWELVE, 3, vector(1, 2)))
        .hasMessageContainingAll("starting vector", "[2]", "[12]");
    assertThatThrownBy(() -> Lanczos.run(TWELVE, 3, torch.zeros_like(START)))
        .hasMessageContaining("norm of the starting vector is 0.0");
    assertThatThrownBy(() -> Lanczos.run(TWELVE, 0, START)).hasMessageContaining("Lanczos steps");
    assertThatThrownBy(() -> Lanczos.run(Matrices.of(12, v -> vector(1)), 3, START))
        .hasMessageContainingAll("product with the operator", "[1]", "[12]");
    assertThatThrownBy(() -> SymmetricOperator.of(Matrices.two(1, 2, 3).narrow(0, 0, 1)))
        .hasMessageContaining("square");
    assertThatThrownBy(() -> SymmetricOperator.of(vector(1, 2, 3, 4).view(2, 2)))
        .hasMessageContaining("symmetric");
  }

  @Test
  void aProductThatIsNotFiniteIsReportedWithItsStep() {
    int[] calls = {0};
    SymmetricOperator failing =
        Matrices.of(12, v -> ++calls[0] == 3 ? v.mul(Scalars.of(Double.NaN)) : TWELVE.times(v));
    assertThatThrownBy(() -> Lanczos.run(failing, 8, START))
        .isInstanceOf(NonFiniteException.class)
        .hasMessage("matrix-vector product 3 is not finite");
  }

  @Test
  void anOperatorThatIsNotSymmetricIsRefused() {
    Tensor skewed = Matrices.withEigenvalues(SPECTRUM).add(normal(8, ScalarType.Double, 12, 12));
    assertThatThrownBy(() -> Lanczos.run(Matrices.of(12, skewed::mv), 12, START))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not symmetric");
    try (Lanczos lanczos = Lanczos.decompose(TWELVE, 12, START, Monitor.SILENT)) {
      assertThat(lanczos.asymmetry()).isLessThan(1e-13);
    }
  }
}
