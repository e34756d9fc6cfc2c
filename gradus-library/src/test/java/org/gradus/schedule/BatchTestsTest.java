package org.gradus.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.matrix;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.values;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Scalars;
import org.gradus.perexample.PerExampleGradients;
import org.gradus.schedule.GradientStatistics.Chunk;
import org.junit.jupiter.api.Test;

class BatchTestsTest {
  private static PerExampleGradients gradients(double[]... rows) {
    return PerExampleGradients.ofRows(matrix(rows));
  }

  private static final double[][] UNITS = {{1, 0}, {0, 1}};

  @Test
  void twoUnitVectorsHaveTheKnownStatistics() {
    GradientStatistics s = GradientStatistics.of(gradients(UNITS));
    assertThat(s.squaredMeanNorm()).isCloseTo(0.5, within(1e-15));
    assertThat(s.variance()).isCloseTo(1, within(1e-15));
    assertThat(s.innerProductVariance()).isCloseTo(0, within(1e-30));
    assertThat(s.orthogonalVariance()).isCloseTo(1, within(1e-15));
    assertThat(new NormTest(0.5).wantedSize(s)).isCloseTo(8, within(1e-12));
    assertThat(new InnerProductTest(0.5).wantedSize(s)).isCloseTo(0, within(1e-12));
    assertThat(new AugmentedInnerProductTest(0.5, 1).orthogonalitySize(s))
        .isCloseTo(2, within(1e-12));
    assertThat(new NormTest(0.5).wantedSize(gradients(UNITS))).isCloseTo(8, within(1e-12));
    assertThat(new AugmentedInnerProductTest(0.5, 1).wantedSize(gradients(UNITS)))
        .isCloseTo(2, within(1e-12));
    assertThat(new CoordinateNormTest(0.5, 0).wantedSize(gradients(UNITS)))
        .isCloseTo(8, within(1e-12));
  }

  @Test
  void equalGradientsWantNothing() {
    PerExampleGradients same = gradients(new double[][] {{1, -2}, {1, -2}, {1, -2}});
    GradientStatistics s = GradientStatistics.of(same);
    assertThat(s.variance()).isCloseTo(0, within(1e-14));
    assertThat(s.innerProductVariance()).isCloseTo(0, within(1e-28));
    assertThat(s.orthogonalVariance()).isCloseTo(0, within(1e-14));
    assertThat(new CoordinateNormTest(0.1, 0).wantedSize(same)).isCloseTo(0, within(1e-12));
    double[][] zeros = {{0, 0}, {0, 0}};
    for (BatchTest test : tests()) {
      assertThat(test.wantedSize(gradients(zeros))).isEqualTo(0);
    }
  }

  private static List<BatchTest> tests() {
    return List.of(
        new NormTest(0.5),
        new InnerProductTest(0.5),
        new AugmentedInnerProductTest(0.5, 1),
        new CoordinateNormTest(0.5, 0));
  }

  @Test
  void noMeanGradientWantsEverything() {
    PerExampleGradients opposite = gradients(new double[][] {{1, 0}, {-1, 0}});
    GradientStatistics s = GradientStatistics.of(opposite);
    assertThat(s.orthogonalVariance()).isEqualTo(s.variance()).isEqualTo(2);
    assertThat(new NormTest(0.5).wantedSize(opposite)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(new AugmentedInnerProductTest(0.5, 1).wantedSize(opposite))
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(new InnerProductTest(0.5).wantedSize(opposite)).isEqualTo(0);
    assertThat(new CoordinateNormTest(0.5, 0).wantedSize(opposite))
        .isEqualTo(Double.POSITIVE_INFINITY);
    // Var = 2 over 0.25 · 0.5².
    assertThat(new CoordinateNormTest(0.5, 0.5).wantedSize(opposite)).isCloseTo(32, within(1e-12));
  }

  @Test
  void twoNumberFormulasAreTheVariances() {
    Tensor g = normal(3, ScalarType.Double, 12, 5).add(Scalars.of(0.7));
    GradientStatistics s = GradientStatistics.of(PerExampleGradients.ofRows(g));
    Tensor mean = g.mean(0);
    double g2 = mean.square().sum().item_double();
    Tensor products = g.mv(mean);
    Tensor across = g.sub(products.div(Scalars.of(g2)).unsqueeze(1).mul(mean.unsqueeze(0)));
    assertThat(s.variance()).isCloseTo(variances(g), within(1e-12));
    assertThat(s.innerProductVariance()).isCloseTo(variances(products.unsqueeze(1)), within(1e-12));
    assertThat(s.orthogonalVariance()).isCloseTo(variances(across), within(1e-12));
    assertThat(s.variance())
        .isCloseTo(s.orthogonalVariance() + s.innerProductVariance() / g2, within(1e-12));
    assertThat(new NormTest(0.3).wantedSize(s))
        .isGreaterThan(new InnerProductTest(0.3).wantedSize(s));
  }

  /** The unbiased variances of the columns, added. */
  private static double variances(Tensor rows) {
    Tensor deviations = rows.sub(rows.mean(0));
    return deviations.square().sum().item_double() / (rows.size(0) - 1);
  }

  @Test
  void scaleOfTheLossDoesNotMatter() {
    Tensor g = normal(4, ScalarType.Double, 6, 3);
    for (BatchTest test : tests()) {
      double wanted = test.wantedSize(PerExampleGradients.ofRows(g));
      double scaled = test.wantedSize(PerExampleGradients.ofRows(g.mul(Scalars.of(1000.0))));
      assertThat(scaled / wanted).isCloseTo(1, within(1e-10));
    }
  }

  @Test
  void microBatchesArePooledExactlyOrAsReleased() {
    double[] g = {0, 2, 4, 6};
    assertThat(GradientStatistics.variance(56, 4, 9)).isCloseTo(20.0 / 3, within(1e-14));
    List<Chunk> chunks = List.of(new Chunk(2, 1), new Chunk(2, 25));
    assertThat(GradientStatistics.releasedVariance(chunks, 9)).isCloseTo(6, within(1e-14));
    // All ways to split the four into two pairs: the mean is the exact one times 1 + 1/4.
    double sum = 0;
    for (int other = 1; other < 4; other++) {
      double a = (g[0] + g[other]) / 2;
      double b = 6 - a;
      double within = Math.pow(g[0] - g[other], 2) / 2;
      double rest = 56 - g[other] * g[other] - 2 * b * b;
      sum +=
          GradientStatistics.releasedVariance(
              List.of(new Chunk(within, a * a), new Chunk(rest, b * b)), 9);
    }
    assertThat(sum / 3).isCloseTo(20.0 / 3 * 1.25, within(1e-12));
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> new NormTest(0)).hasMessageContaining("eta is 0.0");
    assertThatThrownBy(() -> new InnerProductTest(-1)).hasMessageContaining("theta is -1.0");
    assertThatThrownBy(() -> new AugmentedInnerProductTest(1, 0)).hasMessageContaining("nu is 0.0");
    assertThatThrownBy(() -> new CoordinateNormTest(1, -1)).hasMessageContaining("floor is -1.0");
    PerExampleGradients one = gradients(new double[][] {{1, 2}});
    for (BatchTest test : tests()) {
      assertThatThrownBy(() -> test.wantedSize(one))
          .hasMessageContaining("examples of a variance is 1");
    }
    PerExampleGradients broken = gradients(new double[][] {{1, Double.NaN}, {1, 2}});
    for (BatchTest test : tests()) {
      assertThatThrownBy(() -> test.wantedSize(broken)).isInstanceOf(NonFiniteException.class);
    }
    assertThat(values(one.mean())).containsExactly(1, 2);
  }
}
