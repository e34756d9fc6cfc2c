package org.gradus.curvature.rates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.diagonalQuadratic;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.curvature.Matrices;
import org.gradus.curvature.SymmetricOperator;
import org.junit.jupiter.api.Test;

class HessianNoiseTest {
  private static final List<Tensor> FIRST_AXIS = List.of(vector(1, 0));

  private static HessianNoise of(double... firstEntries) {
    List<SymmetricOperator> batches = new ArrayList<>();
    for (double entry : firstEntries) {
      batches.add(SymmetricOperator.of(Matrices.diagonal(entry, 7)));
    }
    return HessianNoise.of(batches, FIRST_AXIS);
  }

  @Test
  void theExampleByHand() {
    HessianNoise noise = of(1, 3);
    assertThat(noise).isEqualTo(new HessianNoise(1, 2, 0, 2));
    assertThat(noise.shrinkage()).isZero();
    assertThat(noise.unbiasedVariance()).isEqualTo(2);
    assertThat(noise.ridge()).isCloseTo(99 * 2, within(1e-12));
  }

  @Test
  void identicalHessiansHaveNoNoise() {
    HessianNoise noise = of(0.3, 0.3, 0.3);
    assertThat(noise.variance()).isZero();
    assertThat(noise.shrinkage()).isEqualTo(1);
    assertThat(noise.ridge()).isZero();
    assertThat(new NoiseDamping(1e-4).update(noise.variance())).isEqualTo(1e-4);
  }

  @Test
  void theHessiansOfMiniBatchesAreTakenAtThePoint() {
    ParameterVector theta = parameters(5, -5);
    List<Objective> batches =
        List.of(diagonalQuadratic(theta, 1, 7), diagonalQuadratic(theta, 3, 7));
    assertThat(HessianNoise.ofHessians(theta, batches, FIRST_AXIS))
        .isEqualTo(new HessianNoise(1, 2, 0, 2));
  }

  @Test
  void severalDirectionsAreAveraged() {
    List<SymmetricOperator> batches =
        List.of(
            SymmetricOperator.of(Matrices.diagonal(1, 0)),
            SymmetricOperator.of(Matrices.diagonal(3, 0)));
    HessianNoise noise = HessianNoise.of(batches, List.of(vector(1, 0), vector(0, 1)));
    assertThat(noise).isEqualTo(new HessianNoise(0.5, 1, 0, 2));
  }

  @Test
  void isotropicNoiseOfKnownSizeIsRecovered() {
    int size = 60;
    SplittableRandom random = new SplittableRandom(3);
    List<SymmetricOperator> batches = new ArrayList<>();
    for (int b = 0; b < 40; b++) {
      double[] entries = random.doubles((long) size * size, -1, 1).toArray();
      Tensor half = Tensor.create(entries).view(size, size);
      // Entries (x + y)/√2 have the variance of x: 1/3.
      Tensor noise = half.add(half.t()).div(Scalars.of(Math.sqrt(2)));
      batches.add(SymmetricOperator.of(noise.add(Matrices.withEigenvalues(spectrum(size)))));
    }
    ParameterVector theta = parameters(new double[size]);
    List<Tensor> directions = HessianNoise.directions(theta, 10, RandomSource.seeded(1));
    HessianNoise noise = HessianNoise.of(batches, directions);
    assertThat(noise.unbiasedVariance()).isCloseTo(size / 3.0, within(0.05 * size / 3.0));
    assertThat(noise.shrinkage()).isBetween(0.0, 1.0);
  }

  private static double[] spectrum(int size) {
    double[] spectrum = new double[size];
    spectrum[0] = 30;
    return spectrum;
  }

  @Test
  void directionsHaveLengthOne() {
    for (Tensor z : HessianNoise.directions(parameters(1, 2, 3), 5, RandomSource.seeded(9))) {
      assertThat(z.norm().item_double()).isCloseTo(1, within(1e-15));
    }
  }

  @Test
  void theDampingIsARunningMeanAboveItsFloor() {
    NoiseDamping damping = new NoiseDamping(0.01);
    assertThat(damping.damping()).isEqualTo(0.01);
    assertThat(damping.learningRateFactor()).isEqualTo(1);
    assertThat(damping.update(2)).isCloseTo(2.01, within(1e-15));
    State state = new State();
    damping.save(state);
    NoiseDamping resumed = new NoiseDamping(0.01);
    resumed.load(state);
    assertThat(resumed.update(4)).isCloseTo(0.7 * 2.01 + 0.3 * 4.01, within(1e-15));
    assertThat(resumed.learningRateFactor()).isEqualTo(1 + resumed.damping());
  }

  @Test
  void theSecondFormForKroneckerFactors() {
    HessianNoise noise = new HessianNoise(1, 2, 1, 2);
    assertThat(noise.shrinkage()).isEqualTo(0.5);
    assertThat(NoiseDamping.kroneckerFactored(noise, 0.1)).isCloseTo(1.1, within(1e-15));
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> of(1)).hasMessageContaining("mini-batches for a noise estimate is 1");
    assertThatThrownBy(() -> HessianNoise.of(List.of(), List.of()))
        .hasMessageContaining("directions is 0");
    SymmetricOperator broken =
        Matrices.of(
            2, v -> torch.full(new long[] {2}, Scalars.of(Double.NaN)).to(ScalarType.Double));
    assertThatThrownBy(() -> HessianNoise.of(List.of(broken, broken), FIRST_AXIS))
        .isInstanceOf(NonFiniteException.class);
    assertThatThrownBy(() -> new NoiseDamping(-1)).hasMessageContaining("floor is -1.0");
  }
}
