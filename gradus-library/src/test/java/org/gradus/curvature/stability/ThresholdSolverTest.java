package org.gradus.curvature.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.matrix;
import static org.gradus.Fixtures.normal;

import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures;
import org.gradus.core.NonFiniteException;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.Solution.Status;
import org.gradus.curvature.Matrices;
import org.gradus.curvature.stability.StabilityProblem.Sampling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdSolverTest {
  private static final ThresholdSolver DENSE = ThresholdSolver.dense();

  private static double threshold(Tensor gradients, long batch) {
    return DENSE.solve(StabilityProblem.of(gradients, batch)).learningRate();
  }

  private static Tensor column(double... values) {
    return Fixtures.vector(values).view(values.length, 1);
  }

  @ParameterizedTest
  @CsvSource({"1, 0.5", "2, 0.8", "4, 1.142857142857143"})
  void orthogonalEqualRows(long batch, double expected) {
    Tensor rows = Matrices.diagonal(2, 2, 2, 2);
    StabilityThreshold found = DENSE.solve(StabilityProblem.of(rows, batch));
    assertThat(found.learningRate()).isCloseTo(expected, within(1e-12));
    assertThat(found.gradientDescent()).isCloseTo(2, within(1e-12));
    assertThat(found.rank()).isEqualTo(4);
  }

  @Test
  void orthogonalRowsAreLimitedByTheLongest() {
    assertThat(threshold(Matrices.diagonal(1, 2, 3, 0.5), 1)).isCloseTo(2.0 / 9, within(1e-12));
  }

  @Test
  void oneDimensionHasAFormula() {
    Tensor rows = column(1, 2, 0.5);
    assertThat(threshold(rows, 1)).isCloseTo(2 * 5.25 / 17.0625, within(1e-12));
    double m2 = 5.25 / 3;
    double m4 = 17.0625 / 3;
    for (int batch = 1; batch <= 3; batch++) {
      double expected = 2 * m2 / (m4 / batch + (1 - 1.0 / batch) * m2 * m2);
      assertThat(threshold(rows, batch)).isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void identicalRowsHaveTheLimitOfGradientDescentForEveryBatch() {
    Tensor rows = matrix(new double[] {1, 1}, new double[] {1, 1}, new double[] {1, 1});
    for (int batch = 1; batch <= 3; batch++) {
      assertThat(threshold(rows, batch)).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void allExamplesWithoutReplacementAreGradientDescent() {
    Tensor rows = normal(3, ScalarType.Double, 6, 4);
    StabilityThreshold found =
        DENSE.solve(new StabilityProblem(rows, 6, Sampling.WITHOUT_REPLACEMENT));
    assertThat(found.learningRate()).isCloseTo(found.gradientDescent(), within(1e-12));
    StabilityThreshold fewer =
        DENSE.solve(new StabilityProblem(rows, 3, Sampling.WITHOUT_REPLACEMENT));
    assertThat(fewer.learningRate()).isGreaterThan(threshold(rows, 3));
  }

  @Test
  void atTheThresholdTheSecondMomentsSpectralRadiusIsOne() {
    Tensor rows = normal(4, ScalarType.Double, 7, 3);
    for (int batch : new int[] {1, 2, 5}) {
      double threshold = threshold(rows, batch);
      assertThat(radius(rows, batch, threshold)).isCloseTo(1, within(1e-10));
      assertThat(radius(rows, batch, 0.98 * threshold)).isLessThan(1);
      assertThat(radius(rows, batch, 1.02 * threshold)).isGreaterThan(1);
    }
  }

  /** The spectral radius of T by its definition, as a matrix of Kronecker products. */
  private static double radius(Tensor rows, int batch, double rate) {
    int n = (int) rows.size(0);
    int d = (int) rows.size(1);
    Tensor identity = torch.eye(d).to(ScalarType.Double);
    Tensor gram = rows.t().mm(rows).div(Scalars.of((double) n));
    Tensor map = torch.kron(identity, identity);
    map = map.sub(torch.kron(gram, identity).add(torch.kron(identity, gram)), Scalars.of(rate));
    for (int i = 0; i < n; i++) {
      Tensor g = rows.select(0, i);
      Tensor outer = torch.outer(g, g);
      map = map.add(torch.kron(outer, outer), Scalars.of(rate * rate / batch / n));
    }
    map = map.add(torch.kron(gram, gram), Scalars.of(rate * rate * (1 - 1.0 / batch)));
    return torch.linalg_eigvalsh(map).abs().max().item_double();
  }

  @Test
  void directionsOutsideTheSpanDoNotMatter() {
    Tensor rows = normal(4, ScalarType.Double, 3, 3);
    Tensor wide = torch.zeros(new long[] {3, 50}, rows.options());
    wide.narrow(1, 20, 3).copy_(rows);
    StabilityThreshold found = DENSE.solve(StabilityProblem.of(wide, 1));
    assertThat(found.rank()).isEqualTo(3);
    assertThat(found.learningRate()).isCloseTo(threshold(rows, 1), within(1e-12));
  }

  @Test
  void necessaryBoundsHold() {
    for (int seed = 0; seed < 8; seed++) {
      Tensor rows = normal(seed, ScalarType.Double, 8, 5);
      double trace = GaussNewtonSharpness.exact(rows, 8).trace().value();
      for (int batch : new int[] {1, 2, 4, 8}) {
        StabilityThreshold found = DENSE.solve(StabilityProblem.of(rows, batch));
        assertThat(found.learningRate() * trace).isLessThanOrEqualTo(2.0 * batch + 1e-10);
        assertThat(found.learningRate()).isLessThan(found.gradientDescent());
      }
    }
  }

  @Test
  void theMatrixFreeFormAgreesAndGoesBeyondRankForty() {
    ThresholdSolver free = ThresholdSolver.matrixFree(RandomSource.seeded(1));
    Tensor small = normal(5, ScalarType.Double, 30, 12);
    StabilityThreshold found = free.solve(StabilityProblem.of(small, 3));
    assertThat(found.status()).isEqualTo(Status.CONVERGED);
    assertThat(found.learningRate()).isCloseTo(threshold(small, 3), within(1e-7));
    assertThat(found.trace().points()).isNotEmpty();
    Tensor large = Matrices.diagonal(new SplittableRandom(2).doubles(60, 1, 3).toArray());
    double longest = large.max().item_double();
    assertThat(free.solve(StabilityProblem.of(large, 1)).learningRate())
        .isCloseTo(2 / (longest * longest), within(1e-6));
    assertThatThrownBy(() -> DENSE.solve(StabilityProblem.of(large, 1)))
        .hasMessageContainingAll("60", "at most 40", "matrixFree");
  }

  @Test
  void trajectoriesStayBelowTheThresholdAndGrowAboveIt() {
    Tensor rows = normal(6, ScalarType.Double, 6, 3);
    double threshold = threshold(rows, 1);
    assertThat(meanSquare(rows, 0.9 * threshold)).isLessThan(0.5);
    assertThat(meanSquare(rows, 1.3 * threshold)).isGreaterThan(2);
  }

  /** E ‖δ‖² after forty steps from 1, by enumeration of the batches. */
  private static double meanSquare(Tensor rows, double rate) {
    Tensor m = torch.eye(3).to(ScalarType.Double);
    for (int t = 0; t < 40; t++) {
      Tensor next = torch.zeros_like(m);
      for (int i = 0; i < 6; i++) {
        Tensor g = rows.select(0, i);
        Tensor step = torch.eye(3).to(ScalarType.Double).sub(torch.outer(g, g), Scalars.of(rate));
        next = next.add(step.mm(m).mm(step), Scalars.of(1.0 / 6));
      }
      m = next;
    }
    return m.trace().item_double() / 3;
  }

  @Test
  void gradientsOfZeroAreStableAtEveryRate() {
    StabilityThreshold found =
        DENSE.solve(StabilityProblem.of(torch.zeros(2, 3).to(ScalarType.Double), 1));
    assertThat(found.learningRate()).isInfinite();
    assertThat(found.rank()).isZero();
  }

  @Test
  void badProblemsAreNamed() {
    Tensor rows = normal(6, ScalarType.Double, 6, 3);
    assertThatThrownBy(() -> StabilityProblem.of(rows, 0)).hasMessageContaining("batch is 0");
    assertThatThrownBy(() -> StabilityProblem.of(rows, 7))
        .hasMessage("batch is 7; it must be from 1 to the number of examples, 6");
    assertThatThrownBy(() -> StabilityProblem.of(rows.narrow(0, 0, 0), 1))
        .hasMessageContaining("Jacobian");
    assertThatThrownBy(() -> StabilityProblem.of(rows.log(), 1))
        .isInstanceOf(NonFiniteException.class);
  }
}
