package org.gradus.lab.recipes.rates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Monitor;
import org.gradus.core.Schedule;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.recipes.rates.Coincidence.Curve;
import org.gradus.lab.recipes.rates.Inflation.Measured;
import org.gradus.lab.recipes.rates.Rates.Kind;
import org.gradus.train.Batch;
import org.junit.jupiter.api.Test;

class RatesTest {
  @Test
  void theSlopeOfAPowerLawIsItsExponent() {
    double[] x = {0, 1, 3, 4};
    double[] y = {2, 2.5, 3.5, 4};
    assertThat(Slope.of(x, y)).isCloseTo(0.5, within(1e-15));
  }

  @Test
  void aShareOfTheLabelsIsMadeWrong() {
    TrainingTask clean = Digits.task(List.of(4), 8, 0);
    TrainingTask noisy = Digits.task(List.of(4), 8, 0.3);
    double same =
        Digits.all(clean.data())
            .targets()
            .eq(Digits.all(noisy.data()).targets())
            .to(ScalarType.Double)
            .mean()
            .item_double();
    // Three tenths are drawn anew, a tenth of them by chance right.
    assertThat(same).isBetween(0.69, 0.77);
  }

  @Test
  void aPartitionIsDisjoint() {
    List<Batch> parts = Digits.partition(Digits.task(List.of(4), 8, 0).data(), 128, 3);
    assertThat(parts).hasSize(11);
    long different = parts.stream().flatMapToLong(b -> LongStream.of(b.ids())).distinct().count();
    assertThat(different).isEqualTo(11 * 128);
  }

  @Test
  void theFittedLawMeetsItsPoint() {
    Measured measured =
        new Measured(
            2, new double[] {6, 5, 4, 3, 2.2}, new double[] {2, 2, 2, 2, 2}, new double[] {5});
    assertThat(measured.fitted()[3]).isCloseTo(3, within(1e-12));
    assertThat(measured.fitted()[2]).isCloseTo(2 + 4, within(1e-12));
  }

  @Test
  void curvesOfUnequalLengthAreInfinitelyFar() {
    Curve flat = new Curve(LongStream.range(0, 40).mapToDouble(i -> 2).toArray());
    Curve half = new Curve(LongStream.range(0, 40).mapToDouble(i -> 1).toArray());
    assertThat(flat.distance(half)).isCloseTo(Math.log(2), within(1e-12));
    assertThat(flat.distance(new Curve(new double[20]))).isInfinite();
  }

  @Test
  void aHugeRateIsNotStable() {
    TrainingTask task = Digits.task(List.of(8), 64, 0);
    assertThat(run(task, 0.05).stable()).isTrue();
    assertThat(run(task, 1e6).stable()).isFalse();
  }

  private static Training.Result run(TrainingTask task, double rate) {
    return Training.run(task, Kind.SGD.with(rate), Schedule.constant(), 20, 1, Monitor.SILENT);
  }
}
