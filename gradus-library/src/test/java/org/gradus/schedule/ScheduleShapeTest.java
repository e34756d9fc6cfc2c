package org.gradus.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.gradus.core.Schedule;
import org.junit.jupiter.api.Test;

class ScheduleShapeTest {
  @Test
  void linearAndCosineEndAtTheirEnd() {
    for (ScheduleShape shape :
        new ScheduleShape[] {ScheduleShape.linear(0.1), ScheduleShape.cosine(0.1)}) {
      Schedule schedule = shape.over(10);
      assertThat(schedule.factor(0)).isEqualTo(1);
      assertThat(schedule.factor(5)).isCloseTo(0.55, within(1e-15));
      assertThat(schedule.factor(10)).isCloseTo(0.1, within(1e-15));
      assertThat(schedule.factor(11)).isEqualTo(schedule.factor(10));
    }
    assertThat(ScheduleShape.linear(0).over(4).factor(3)).isEqualTo(0.25);
    assertThat(ScheduleShape.cosine(0).over(3).factor(1)).isCloseTo(0.75, within(1e-15));
    assertThat(ScheduleShape.cosine(0).over(7).factor(7)).isZero();
  }

  @Test
  void polynomialOfPowerOneIsLinear() {
    for (int t = 0; t < 9; t++) {
      assertThat(ScheduleShape.polynomial(1).over(9).factor(t))
          .isCloseTo(ScheduleShape.linear(0).over(9).factor(t), within(1e-15));
    }
    assertThat(ScheduleShape.polynomial(3).over(4).factor(2)).isCloseTo(0.125, within(1e-15));
  }

  @Test
  void inversesDoNotDependOnTheLength() {
    assertThat(ScheduleShape.inverse().over(7).factor(0)).isEqualTo(1);
    assertThat(ScheduleShape.inverse().over(7).factor(3)).isEqualTo(0.25);
    assertThat(ScheduleShape.inverseSquareRoot().over(900).factor(3)).isEqualTo(0.5);
    assertThat(ScheduleShape.flat().over(1).factor(1_000_000)).isEqualTo(1);
  }

  @Test
  void milestonesAreSharesOfTheRun() {
    Schedule schedule = ScheduleShape.stepwise(0.1, 0.3, 0.6, 0.9).over(10);
    assertThat(schedule.factor(2)).isEqualTo(1);
    assertThat(schedule.factor(3)).isEqualTo(0.1);
    assertThat(schedule.factor(6)).isCloseTo(0.01, within(1e-17));
    assertThat(schedule.factor(9)).isCloseTo(0.001, within(1e-18));
  }

  @Test
  void stableThenDecayIsFlatUntilTheLastPart() {
    Schedule schedule = ScheduleShape.stableThenDecay(0.25).over(8);
    assertThat(schedule.factor(6)).isEqualTo(1);
    assertThat(schedule.factor(7)).isEqualTo(0.5);
    assertThat(schedule.factor(8)).isZero();
  }

  @Test
  void warmupRisesToOneAndTheShapeFillsTheRest() {
    Schedule schedule = ScheduleShape.linear(0).withWarmup(0.3).over(10);
    assertThat(schedule.factor(0)).isCloseTo(1.0 / 3, within(1e-15));
    assertThat(schedule.factor(2)).isEqualTo(1);
    assertThat(schedule.factor(3)).isEqualTo(1);
    assertThat(schedule.factor(9)).isCloseTo(1.0 / 7, within(1e-15));
    assertThat(schedule.factor(10)).isZero();
    assertThat(ScheduleShape.cosine(0).withWarmup(0).over(5).factor(0)).isEqualTo(1);
    assertThat(ScheduleShape.flat().withWarmup(0.9).over(1).factor(0)).isEqualTo(1);
    assertThat(Schedule.constant().withWarmup(4).factor(1)).isEqualTo(0.5);
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> ScheduleShape.linear(0).over(0)).hasMessageContaining("steps is 0");
    assertThatThrownBy(() -> ScheduleShape.cosine(-1)).hasMessageContaining("end is -1");
    assertThatThrownBy(() -> ScheduleShape.polynomial(0)).hasMessageContaining("power is 0");
    assertThatThrownBy(() -> ScheduleShape.stepwise(-1, 0.5)).hasMessageContaining("factor is -1");
    assertThatThrownBy(() -> ScheduleShape.stepwise(1, 1)).hasMessageContaining("milestone is 1");
    assertThatThrownBy(() -> ScheduleShape.stableThenDecay(0)).hasMessageContaining("decay is 0");
    assertThatThrownBy(() -> ScheduleShape.flat().withWarmup(1)).hasMessageContaining("warm-up");
    assertThatThrownBy(() -> Schedule.constant().withWarmup(-1))
        .hasMessageContaining("warmup is -1");
  }

  @Test
  void exponentialEndsAtOneOverItsLength() {
    Schedule exponential = ScheduleShape.exponential().over(100);
    assertThat(exponential.factor(49)).isCloseTo(0.1, within(1e-15));
    assertThat(exponential.factor(99)).isCloseTo(0.01, within(1e-15));
    assertThat(exponential.factor(200)).isEqualTo(exponential.factor(99));
    assertThatThrownBy(() -> ScheduleShape.exponential().over(0))
        .hasMessageContaining("steps is 0");
  }
}
