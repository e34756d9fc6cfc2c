package org.gradus.lab.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradus.lab.result.CurvePoint;
import org.gradus.lab.result.FinalRun;
import org.gradus.lab.result.MethodSummary.Estimate;
import org.gradus.lab.result.MethodSummary.PairedDifference;
import org.gradus.lab.result.MethodSummary.TimeToTarget;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  /**
   * Hours of extra sleep under two drugs, ten patients (Cushny and Peebles 1905, by which Student
   * illustrated the test in 1908): t = 4.0621, p = 0.002833, interval 0.7001 to 2.4599.
   */
  private static final double[] DRUG_1 = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};

  private static final double[] DRUG_2 = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

  @Test
  void intervalOfThreeValuesAsByHand() {
    // mean 2, s = 1, t(0.975; 2) = 4.302653 (any table), 4.302653 / sqrt(3) = 2.484138
    Estimate e = Estimates.of(1, 2, 3);
    assertThat(e.n()).isEqualTo(3);
    assertThat(e.mean()).isEqualTo(2);
    assertThat(e.standardDeviation()).isEqualTo(1);
    assertThat(e.ci95()).isCloseTo(2.484138, within(5e-7));
  }

  @Test
  void whatIsUndefinedIsNull() {
    assertThat(Estimates.of(0.5)).isEqualTo(new Estimate(1, 0.5, null, null));
    assertThat(Estimates.of()).isEqualTo(new Estimate(0, null, null, null));
    assertThat(Estimates.of(0.1, 0.1, 0.1)).isEqualTo(new Estimate(3, 0.1, 0.0, 0.0));
    assertThatThrownBy(() -> Estimates.of(1, Double.NaN))
        .hasMessage("values must be finite, one was NaN");
  }

  @Test
  void pairedTestOfStudentsSleepData() {
    PairedDifference d = PairedDifferences.of(runs(DRUG_2), runs(DRUG_1));
    assertThat(d.pairs()).isEqualTo(10);
    assertThat(d.excluded()).isZero();
    assertThat(d.mean()).isCloseTo(1.58, within(1e-12));
    assertThat(d.mean() - d.ci95()).isCloseTo(0.7001142, within(5e-8));
    assertThat(d.mean() + d.ci95()).isCloseTo(2.4598858, within(5e-8));
    assertThat(d.pValue()).isCloseTo(0.002832890, within(5e-9));
    assertThat(d.pValueHolm()).isNull();
  }

  @Test
  void divergedAndUnpairedRunsAreLeftOutAndCounted() {
    List<FinalRun> method = new ArrayList<>(runs(0.9, 0.8, 0.7));
    method.set(1, diverged(1));
    method.add(run(99, 0.1));
    PairedDifference d = PairedDifferences.of(method, runs(0.8, 0.8, 0.5, 0.4));
    assertThat(d.pairs()).isEqualTo(2);
    assertThat(d.excluded()).isEqualTo(1);
    assertThat(d.mean()).isCloseTo(0.15, within(1e-15));
  }

  @Test
  void onePairHasNoTestAndEqualDifferencesNeither() {
    assertThat(PairedDifferences.of(runs(3), runs(1)))
        .isEqualTo(new PairedDifference(1, 0, 2.0, null, null, null));
    assertThat(PairedDifferences.of(runs(3, 4), runs(1, 2)))
        .isEqualTo(new PairedDifference(2, 0, 2.0, 0.0, null, null));
    assertThat(PairedDifferences.of(List.of(diverged(0)), runs(1)))
        .isEqualTo(new PairedDifference(0, 1, null, null, null, null));
  }

  @Test
  void holmAsByHand() {
    // sorted 0.005 0.01 0.03 0.04: times 4, 3, 2, 1 = 0.02 0.03 0.06 0.04, then made monotone
    assertThat(Holm.adjust(0.01, 0.04, 0.03, 0.005))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-15));
    assertThat(Holm.adjust(0.6, 0.7)).containsExactly(1, 1);
    assertThat(Holm.adjust()).isEmpty();
    assertThatThrownBy(() -> Holm.adjust(Double.NaN)).hasMessageContaining("in [0, 1], was NaN");
  }

  @Test
  void medianCountsRunsThatNeverArriveAsLongest() {
    assertThat(times(4.0, null, 2.0)).isEqualTo(new TimeToTarget(2, 3, 4.0));
    assertThat(times(4.0, 2.0, 3.0, 8.0)).isEqualTo(new TimeToTarget(4, 4, 3.5));
    assertThat(times(4.0, null)).isEqualTo(new TimeToTarget(1, 2, null));
    assertThat(times(null, null)).isEqualTo(new TimeToTarget(0, 2, null));
    assertThat(times()).isEqualTo(new TimeToTarget(0, 0, null));
  }

  @Test
  void bandsAreOverTheRunsThatGotSoFar() {
    FinalRun longRun = withCurve(point(1, 2, 0.5), point(2, 4, 0.7));
    FinalRun shortRun = withCurve(point(1, 4, 0.1), point(2, 8, Double.NaN));
    assertThat(Band.of(List.of(longRun, shortRun), CurvePoint::validationMetric))
        .containsExactly(new Band(1, 3, 2, 0.3, 0.1, 0.5), new Band(2, 4, 1, 0.7, 0.7, 0.7));
  }

  private static TimeToTarget times(Double... efforts) {
    List<FinalRun> runs = new ArrayList<>();
    for (Double effort : efforts) {
      runs.add(
          new FinalRun(
              runs.size(), 1, 1, 1, false, null, 9, 9, effort, effort, List.<CurvePoint>of()));
    }
    return TimesToTarget.of(runs, FinalRun::epochsToTarget);
  }

  private static List<FinalRun> runs(double... testMetrics) {
    List<FinalRun> runs = new ArrayList<>();
    for (double testMetric : testMetrics) {
      runs.add(run(runs.size(), testMetric));
    }
    return runs;
  }

  private static FinalRun run(long seed, double testMetric) {
    return new FinalRun(seed, testMetric, 0, 0, false, null, 1, 1, null, null, List.of());
  }

  private static FinalRun diverged(long seed) {
    return new FinalRun(
        seed, Double.NaN, Double.NaN, Double.NaN, true, 3L, 1, 1, null, null, List.of());
  }

  private static FinalRun withCurve(CurvePoint... points) {
    return new FinalRun(1, 1, 1, 1, false, null, 1, 1, null, null, List.of(points));
  }

  private static CurvePoint point(double epoch, double seconds, double metric) {
    return new CurvePoint(epoch, (long) epoch, seconds, 1, 1, metric, 0.1, Map.of());
  }
}
