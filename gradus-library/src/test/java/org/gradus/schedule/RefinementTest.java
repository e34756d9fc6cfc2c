package org.gradus.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefinementTest {
  private static final double[] NORMS = {2, 1, 1, 1};

  @Test
  void constantNormsGiveLinearDecay() {
    double[] norms = new double[2000];
    Arrays.fill(norms, 0.3);
    for (int power = 1; power <= 2; power++) {
      for (double smoothing : new double[] {0, 0.1, 1}) {
        double[] factors = new Refinement(smoothing, power).refine(norms).toArray();
        for (int i = 0; i < factors.length; i++) {
          assertThat(factors[i]).isCloseTo((1999.0 - i) / 1999, within(1e-14));
        }
      }
    }
  }

  @Test
  void fourStepsByHand() {
    assertThat(new Refinement(0, 2).refine(NORMS).toArray()).containsExactly(0.375, 1, 0.5, 0);
    assertThat(new Refinement(0, 1).refine(NORMS).toArray()).containsExactly(0.75, 1, 0.5, 0);
    LastIterateWeights weights = new Refinement(0, 2).weights(NORMS);
    assertThat(weights.raw()).containsExactly(0.75 / 3.25, 2 / 3.25, 1 / 3.25, 0);
    assertThat(weights.share(0)).isEqualTo(3 / 3.25);
  }

  @Test
  void theScaleOfTheNormsDoesNotMatter() {
    double[] norms = random(500);
    double[] scaled = Arrays.stream(norms).map(g -> 3.7e5 * g).toArray();
    for (int power = 1; power <= 2; power++) {
      Refinement refinement = new Refinement(0.1, power);
      double[] expected = refinement.refine(norms).toArray();
      double[] actual = refinement.refine(scaled).toArray();
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).isCloseTo(expected[i], within(1e-14));
      }
    }
  }

  @Test
  void factorsLieInTheUnitIntervalPeakAtOneAndEndAtZero() {
    for (int steps : new int[] {2, 3, 50, 1001}) {
      double[] factors = Refinement.sgd().refine(random(steps)).toArray();
      assertThat(factors[steps - 1]).isZero();
      assertThat(Arrays.stream(factors).max().orElseThrow()).isEqualTo(1);
      assertThat(Arrays.stream(factors).min().orElseThrow()).isZero();
    }
  }

  @Test
  void theBestWeightsMakeTheSumFormTheBound() {
    double[] norms = random(40);
    double inverse = Arrays.stream(norms).map(g -> 1 / (g * g)).sum();
    double eta = 1 / Math.sqrt(inverse);
    double sum = Arrays.stream(norms).map(g -> 1 / (g * g * g * g) * g * g).sum();
    assertThat((1 / (2 * eta) + eta / 2 * sum) / inverse).isCloseTo(eta, within(1e-14));
    LastIterateWeights weights = new Refinement(0, 2).weights(norms);
    assertThat(weights.steps(3)[7]).isCloseTo(3 * eta * weights.raw()[7], within(1e-14));
  }

  @Test
  void medianOfAnIncreasingSequenceChangesOnlyAtTheMirroredEnd() {
    double[] increasing = IntStream.range(0, 20).asDoubleStream().toArray();
    double[] filtered = MedianFilter.apply(increasing, 7);
    assertThat(Arrays.copyOf(filtered, 17)).containsExactly(Arrays.copyOf(increasing, 17));
    assertThat(filtered[19]).isLessThan(19);
    assertThat(MedianFilter.apply(increasing, 1)).containsExactly(increasing);
  }

  @Test
  void medianRemovesASpikeAwayFromTheEnds() {
    double[] values = new double[15];
    Arrays.fill(values, 1);
    values[7] = 1e9;
    assertThat(MedianFilter.apply(values, 3)).containsOnly(1);
    double[] atStart = new double[15];
    atStart[0] = 5;
    assertThat(MedianFilter.apply(atStart, 3)[0]).isEqualTo(5);
    double[] nearEnd = new double[15];
    nearEnd[13] = 5;
    assertThat(MedianFilter.apply(nearEnd, 3)[14]).isEqualTo(5);
  }

  @Test
  void medianAgreesWithSortingEveryWindow() {
    double[] values = random(37);
    values[4] = values[9];
    for (int width : new int[] {3, 11, 37, 73}) {
      double[] filtered = MedianFilter.apply(values, width);
      for (int i = 0; i < values.length; i++) {
        assertThat(filtered[i]).isEqualTo(naive(values, i, width));
      }
    }
  }

  private static double naive(double[] values, int at, int width) {
    double[] window = new double[width];
    for (int k = 0; k < width; k++) {
      int i = Math.max(0, at - width / 2 + k);
      while (i >= values.length) {
        i = Math.abs(2 * (values.length - 1) - i);
      }
      window[k] = values[i];
    }
    Arrays.sort(window);
    return window[width / 2];
  }

  @Test
  void medianOfManyValuesIsFast() {
    double[] filtered = MedianFilter.apply(random(1_000_000), 100_001);
    assertThat(filtered[500_000]).isCloseTo(1, within(0.01));
  }

  @Test
  void resamplingKeepsBothEnds() {
    RefinedSchedule schedule = new RefinedSchedule(0.5, 1, 0.25, 0);
    assertThat(schedule.over(4)).isSameAs(schedule);
    assertThat(schedule.over(7).toArray())
        .containsExactly(new double[] {0.5, 0.75, 1, 0.625, 0.25, 0.125, 0}, within(1e-15));
    assertThat(schedule.over(2).toArray()).containsExactly(0.5, 0);
    assertThat(schedule.over(1).factor(0)).isEqualTo(0.5);
    assertThat(schedule.factor(99)).isZero();
  }

  @Test
  void aSavedScheduleIsReadBackExactly(@TempDir Path folder) throws IOException {
    RefinedSchedule schedule = Refinement.adam().refine(random(30));
    schedule.save(folder.resolve("schedule.csv"));
    assertThat(RefinedSchedule.load(folder.resolve("schedule.csv")).toArray())
        .containsExactly(schedule.toArray());
    Path broken = Files.writeString(folder.resolve("broken.csv"), "1\n\nhalf\n");
    assertThatThrownBy(() -> RefinedSchedule.load(broken))
        .hasMessageContaining("line 3 is 'half'")
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void normsOfAConvergedRunAreRaised() {
    double[] norms = {1, 1, 1, 0};
    assertThat(Refinement.raised(norms)).isEqualTo(1);
    assertThat(new Refinement(0, 2).smoothed(norms)[3]).isEqualTo(1e-12);
    assertThat(Refinement.raised(NORMS)).isZero();
  }

  @Test
  void badInputIsNamed() {
    Refinement refinement = Refinement.sgd();
    assertThatThrownBy(() -> refinement.refine(new double[0])).hasMessageContaining("is 0");
    assertThatThrownBy(() -> refinement.refine(new double[] {1})).hasMessageContaining("is 1");
    assertThatThrownBy(() -> refinement.refine(new double[] {1, -1}))
        .hasMessageContaining("step 2");
    assertThatThrownBy(() -> refinement.refine(new double[] {Double.NaN, 1}))
        .hasMessageContaining("step 1 is NaN");
    assertThatThrownBy(() -> refinement.refine(new double[] {1, Double.POSITIVE_INFINITY}))
        .hasMessageContaining("step 2 is Infinity");
    assertThatThrownBy(() -> refinement.refine(new double[] {0, 0})).hasMessageContaining("median");
    assertThatThrownBy(() -> new Refinement(1.1, 2)).hasMessageContaining("smoothing is 1.1");
    assertThatThrownBy(() -> new Refinement(0, 3)).hasMessageContaining("power is 3");
    assertThatThrownBy(() -> new RefinedSchedule(1, -2)).hasMessageContaining("step 2 is -2");
    assertThatThrownBy(() -> new LastIterateWeights(0, 0)).hasMessageContaining("sum");
    assertThatThrownBy(() -> MedianFilter.apply(NORMS, 2)).hasMessageContaining("width is 2");
  }

  private static double[] random(int n) {
    SplittableRandom random = new SplittableRandom(n);
    return IntStream.range(0, n).mapToDouble(i -> 0.5 + random.nextDouble()).toArray();
  }
}
