package org.gradus.curvature.rates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.gradus.curvature.rates.OutlierLaw.Additive;
import org.gradus.curvature.rates.OutlierLaw.Multiplicative;
import org.gradus.curvature.rates.OutlierLaw.SpikeFormula;
import org.junit.jupiter.api.Test;

class LawsTest {
  private static final double FRESH = Double.POSITIVE_INFINITY;

  /** The slope of log maximal rate on log batch size. */
  private static double exponent(BatchLaw law, long from, long to) {
    return Math.log(law.maximalLearningRate(to) / law.maximalLearningRate(from))
        / Math.log((double) to / from);
  }

  @Test
  void theExampleOfTheAdditiveLaw() {
    BatchLaw top = new BatchLaw(new Additive(), 10, 1e6 * 0.02 * 0.02, 50000);
    assertThat(BatchLaw.effectiveBatch(64, 50000)).isCloseTo(64.0820, within(5e-5));
    assertThat(top.largest(64)).isCloseTo(10.6242, within(5e-5));
    assertThat(new Additive().smallest(-0.5, top.noise(64))).isCloseTo(-4.9968, within(5e-5));
    assertThat(top.maximalLearningRate(64)).isCloseTo(0.188249, within(5e-7));
  }

  @Test
  void theAdditiveBranchesMeetAtTheThresholdAndInflateAtMostTwice() {
    Additive law = new Additive();
    assertThat(law.largest(3, 9)).isEqualTo(6);
    assertThat(law.largest(Math.nextUp(3.0), 9)).isCloseTo(6, within(1e-14));
    assertThat(law.largest(-1, 9)).isEqualTo(6);
    assertThat(law.smallest(-4, 9)).isEqualTo(-6.25);
    for (double noise = 0; noise < 9; noise += 0.5) {
      assertThat(law.largest(3, noise)).isBetween(3.0, 6.0);
    }
  }

  @Test
  void theGaussNewtonLawHasItsExamples() {
    Multiplicative law = new Multiplicative(1);
    assertThat(law.largest(3, 0.5)).isEqualTo(3.75);
    assertThat(law.largest(3, 2)).isCloseTo(6, within(1e-14));
    double threshold = 1 + Math.sqrt(0.5);
    assertThat(law.largest(threshold, 0.5)).isCloseTo(threshold * threshold, within(1e-14));
    assertThat(law.largest(Math.nextUp(threshold), 0.5))
        .isCloseTo(threshold * threshold, within(1e-13));
    assertThat(law.largest(3, 0)).isEqualTo(3);
    assertThat(law.largest(0.5, 0)).isEqualTo(0.5);
  }

  @Test
  void aFullBatchOrNoNoiseLeavesTheEigenvalue() {
    for (OutlierLaw law :
        new OutlierLaw[] {new Additive(), new Multiplicative(1), new SpikeFormula()}) {
      assertThat(new BatchLaw(law, 2, 400, 100).largest(100)).as("%s", law).isEqualTo(2);
      assertThat(new BatchLaw(law, 2, 0, 100).largest(10)).as("%s", law).isEqualTo(2);
    }
  }

  @Test
  void eachLawHasItsExponent() {
    assertThat(exponent(new BatchLaw(new Additive(), 1, 1e6, FRESH), 4, 4096))
        .isCloseTo(0.5, within(1e-12));
    assertThat(exponent(new BatchLaw(new SpikeFormula(), 1, 1e12, FRESH), 4, 4096))
        .isCloseTo(1, within(1e-6));
    assertThat(exponent(new BatchLaw(new Multiplicative(1), 3, 1e12, FRESH), 4, 4096))
        .isBetween(0.998, 1.0);
    assertThat(exponent(new BatchLaw(new Multiplicative(1), 3, 0, FRESH), 4, 4096)).isZero();
  }

  @Test
  void aFittedLawHasTheMeasuredNoise() {
    BatchLaw law = BatchLaw.fitted(new Additive(), 2, 0.3, 64, 1000);
    assertThat(law.noise(64)).isCloseTo(0.3, within(1e-15));
    double ratio = BatchLaw.effectiveBatch(64, 1000) / BatchLaw.effectiveBatch(8, 1000);
    assertThat(law.noise(8)).isCloseTo(0.3 * ratio, within(1e-14));
    assertThatThrownBy(() -> BatchLaw.fitted(new Additive(), 2, 0.3, 1000, 1000))
        .hasMessageContaining("no noise");
  }

  @Test
  void rulesScaleLearningRates() {
    assertThat(BatchSizeScaling.linear().learningRate(0.1, 128, 512)).isEqualTo(0.4);
    assertThat(BatchSizeScaling.squareRoot().learningRate(0.001, 128, 512)).isEqualTo(0.002);
    BatchSizeScaling saturating =
        BatchSizeScaling.saturating(new BatchLaw(new Additive(), 1, 50, 10_000));
    for (BatchSizeScaling rule :
        new BatchSizeScaling[] {
          BatchSizeScaling.linear(), BatchSizeScaling.squareRoot(), saturating
        }) {
      double twice = rule.learningRate(rule.learningRate(0.3, 8, 50), 50, 3000);
      assertThat(twice).isCloseTo(rule.learningRate(0.3, 8, 3000), within(1e-14));
    }
  }

  @Test
  void withoutNoiseTheSaturatingRuleIsConstant() {
    BatchLaw quiet = new BatchLaw(new Additive(), 2, 0, 1000);
    assertThat(BatchSizeScaling.saturating(quiet).learningRate(0.1, 1, 1000)).isEqualTo(0.1);
    BatchLaw noise = new BatchLaw(new Additive(), 1, 1e6, FRESH);
    assertThat(BatchSizeScaling.saturating(noise).factor(16, 256))
        .isCloseTo(BatchSizeScaling.squareRoot().factor(16, 256), within(1e-14));
  }

  @Test
  void dampingIsProportionalToRateOverBatch() {
    DampingRule rule = new DampingRule(1e-3, 0.1, 128);
    assertThat(rule.at(0.2, 256)).isCloseTo(1e-3, within(1e-18));
    assertThat(rule.at(0.2, 64)).isCloseTo(4e-3, within(1e-18));
  }

  @Test
  void settingsAreChecked() {
    BatchLaw law = new BatchLaw(new Additive(), 1, 1, 100);
    assertThatThrownBy(() -> law.largest(101))
        .hasMessage("batch is 101; it must be at most the number of examples, 100");
    assertThatThrownBy(() -> law.largest(0)).hasMessageContaining("batch is 0");
    assertThatThrownBy(() -> BatchSizeScaling.linear().factor(0, 4))
        .hasMessageContaining("tuned batch size is 0");
    assertThatThrownBy(() -> new BatchLaw(new Additive(), 1, -1, 100))
        .hasMessageContaining("noisePerExample");
    assertThatThrownBy(() -> new SpikeFormula().largest(0, 1)).hasMessageContaining("eigenvalue");
    assertThatThrownBy(() -> new DampingRule(1e-3, 0.1, 0)).hasMessageContaining("batch is 0");
  }
}
