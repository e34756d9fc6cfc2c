package org.gradus.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Monitor;
import org.gradus.core.RandomSource;
import org.gradus.curvature.SpectralDensity.Config;
import org.gradus.curvature.SpectralDensity.Curve;
import org.junit.jupiter.api.Test;

class SpectralDensityTest {
  private static final int SIZE = 200;
  private static final SymmetricOperator MATRIX = SymmetricOperator.of(matrix());

  /** 190 eigenvalues evenly in [−1, 1) and ten of 4. */
  private static Tensor matrix() {
    return Matrices.withEigenvalues(
        IntStream.range(0, SIZE).mapToDouble(i -> i < 190 ? -1 + i / 95.0 : 4).toArray());
  }

  private static SpectralDensity estimate(int starts) {
    return SpectralDensity.estimate(
        MATRIX,
        new Config(60, starts, Hutchinson.Probe.RADEMACHER),
        RandomSource.seeded(2),
        Monitor.SILENT);
  }

  @Test
  void traceEndsAndSharesAgreeWithTheSpectrum() {
    SpectralDensity density = estimate(40);
    double trace = 40 - 1.0;
    assertThat(density.trace().value())
        .isCloseTo(trace, within(4 * density.trace().standardError()));
    assertThat(density.largest()).isCloseTo(4, within(1e-10));
    assertThat(density.smallest()).isCloseTo(-1, within(1e-3));
    Estimate below = density.shareBelow(2);
    assertThat(below.value()).isCloseTo(0.95, within(4 * below.standardError()));
    assertThat(density.mean(x -> 1).value()).isCloseTo(1, within(1e-12));
  }

  @Test
  void theCurveFollowsTheExactBlurredDensityWithinItsErrors() {
    SpectralDensity density = estimate(40);
    double width = 0.3;
    Curve curve = density.curve(81, width);
    double area = 0;
    int outside = 0;
    for (int k = 0; k < curve.at().length; k++) {
      double exact = 0;
      for (int i = 0; i < SIZE; i++) {
        double z = (curve.at()[k] - (i < 190 ? -1 + i / 95.0 : 4)) / width;
        exact += Math.exp(-z * z / 2) / (width * Math.sqrt(2 * Math.PI)) / SIZE;
      }
      outside += Math.abs(curve.density()[k] - exact) > 4 * curve.standardError()[k] + 1e-4 ? 1 : 0;
      area += curve.density()[k] * (curve.at()[1] - curve.at()[0]);
    }
    assertThat(outside).isZero();
    assertThat(area).isCloseTo(1, within(1e-3));
  }

  @Test
  void aStoppedEstimateKeepsWhatItHas() {
    int[] heard = {0};
    Monitor stop =
        new Monitor() {
          @Override
          public boolean cancelled() {
            return ++heard[0] > 10;
          }
        };
    SpectralDensity density =
        SpectralDensity.estimate(MATRIX, Config.standard(), RandomSource.seeded(2), stop);
    assertThat(density.spectra()).hasSize(1);
    assertThat(density.spectra().get(0).size()).isLessThan(12);
    assertThat(density.trace().standardError()).isNaN();
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> new Config(0, 1, Hutchinson.Probe.GAUSSIAN))
        .hasMessageContaining("steps is 0");
    assertThatThrownBy(() -> estimate(1).curve(10, 0)).hasMessageContaining("width is 0.0");
  }
}
