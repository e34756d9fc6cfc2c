package org.gradus.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Monitor;
import org.gradus.core.RandomSource;
import org.gradus.core.Solution.Status;
import org.gradus.curvature.ExtremeEigenvalues.Config;
import org.gradus.curvature.ExtremeEigenvalues.Eigenvalue;
import org.gradus.curvature.ExtremeEigenvalues.End;
import org.junit.jupiter.api.Test;

class ExtremeEigenvaluesTest {
  /** 0, 0.01, … with −9, −7 below and 5, 8 above. */
  private static final SymmetricOperator HUNDRED = SymmetricOperator.of(matrix());

  private static Tensor matrix() {
    double[] spectrum = IntStream.range(0, 100).mapToDouble(i -> i / 100.0).toArray();
    spectrum[10] = -9;
    spectrum[20] = -7;
    spectrum[30] = 8;
    spectrum[40] = 5;
    return Matrices.withEigenvalues(spectrum);
  }

  private static ExtremeEigenvalues compute(SymmetricOperator operator, Config config) {
    return ExtremeEigenvalues.compute(operator, config, RandomSource.seeded(4), Monitor.SILENT);
  }

  private static double[] values(ExtremeEigenvalues result) {
    return result.eigenvalues().stream().mapToDouble(Eigenvalue::value).toArray();
  }

  @Test
  void eachEndIsFoundOutermostFirst() {
    assertThat(values(compute(HUNDRED, Config.of(2, End.LARGEST))))
        .containsExactly(new double[] {8, 5}, within(1e-3));
    assertThat(values(compute(HUNDRED, Config.of(2, End.SMALLEST))))
        .containsExactly(new double[] {-9, -7}, within(1e-3));
    assertThat(values(compute(HUNDRED, Config.of(3, End.MAGNITUDE))))
        .containsExactly(new double[] {-9, 8, -7}, within(1e-3));
  }

  @Test
  void restartsReachWhatOneSmallBasisCannot() {
    double[] spectrum = IntStream.range(0, 300).mapToDouble(i -> Math.sqrt(i)).toArray();
    SymmetricOperator dense = SymmetricOperator.of(Matrices.withEigenvalues(spectrum));
    ExtremeEigenvalues found = compute(dense, new Config(3, End.LARGEST, 12, 2000, 1e-9));
    assertThat(found.status()).isEqualTo(Status.CONVERGED);
    assertThat(found.products()).isGreaterThan(12).isLessThan(1000);
    for (int i = 0; i < 3; i++) {
      Eigenvalue eigenvalue = found.eigenvalues().get(i);
      assertThat(eigenvalue.value()).isCloseTo(spectrum[299 - i], within(1e-9));
      assertThat(eigenvalue.error()).isLessThan(1.8e-8);
    }
  }

  @Test
  void theErrorBarHoldsAnEigenvalueWhenTheBudgetEnds() {
    ExtremeEigenvalues found = compute(HUNDRED, new Config(1, End.LARGEST, 20, 5, 1e-12));
    assertThat(found.status()).isEqualTo(Status.LIMIT_REACHED);
    assertThat(found.products()).isEqualTo(5);
    assertThat(Math.abs(found.first().value() - 8)).isLessThan(found.first().error());
  }

  @Test
  void aMatrixOfFewDistinctEigenvaluesGivesEachAsOftenAsItOccurs() {
    SymmetricOperator operator =
        SymmetricOperator.of(Matrices.withEigenvalues(3, 3, 1, 1, 1, 1, 1));
    ExtremeEigenvalues found = compute(operator, new Config(3, End.LARGEST, 8, 50, 1e-10));
    assertThat(values(found)).containsExactly(new double[] {3, 3, 1}, within(1e-12));
  }

  @Test
  void smallerMatricesGiveAllTheyHave() {
    ExtremeEigenvalues found =
        compute(SymmetricOperator.of(Matrices.two(2, 1, 2)), Config.of(5, End.LARGEST));
    assertThat(values(found)).containsExactly(new double[] {3, 1}, within(1e-12));
    assertThat(found.status()).isEqualTo(Status.CONVERGED);
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> new Config(3, End.LARGEST, 7, 10, 1e-3))
        .hasMessage("basis is 7; it must be a whole number >= 8");
    assertThatThrownBy(() -> new Config(1, End.LARGEST, 7, 10, 0))
        .hasMessageContaining("tolerance");
  }
}
