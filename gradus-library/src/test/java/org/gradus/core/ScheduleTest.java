package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void endPoints() {
    assertThat(Schedule.constant().factor(1_000_000)).isEqualTo(1);
    for (Schedule schedule : new Schedule[] {Schedule.linear(10, 0.1), Schedule.cosine(10, 0.1)}) {
      assertThat(schedule.factor(0)).isEqualTo(1);
      assertThat(schedule.factor(5)).isCloseTo(0.55, within(1e-15));
      assertThat(schedule.factor(10)).isCloseTo(0.1, within(1e-15));
      assertThat(schedule.factor(11)).isEqualTo(schedule.factor(10));
    }
    assertThat(Schedule.linear(10, 0.1).factor(1)).isCloseTo(0.91, within(1e-15));
    assertThat(Schedule.cosine(3, 0).factor(1)).isCloseTo(0.75, within(1e-15));
    assertThat(Schedule.cosine(7, 0).factor(7)).isZero();
  }

  @Test
  void milestones() {
    Schedule schedule = Schedule.steps(0.1, 3, 6);
    assertThat(schedule.factor(2)).isEqualTo(1);
    assertThat(schedule.factor(3)).isEqualTo(0.1);
    assertThat(schedule.factor(6)).isCloseTo(0.01, within(1e-17));
  }

  @Test
  void decays() {
    assertThat(Schedule.inverseSquareRoot().factor(0)).isEqualTo(1);
    assertThat(Schedule.inverseSquareRoot().factor(3)).isEqualTo(0.5);
    Schedule exponential = Schedule.exponential(100);
    assertThat(exponential.factor(49)).isCloseTo(0.1, within(1e-15));
    assertThat(exponential.factor(99)).isCloseTo(0.01, within(1e-15));
    assertThat(exponential.factor(200)).isEqualTo(exponential.factor(99));
    assertThatThrownBy(() -> Schedule.exponential(0)).hasMessageContaining("steps is 0");
  }

  @Test
  void warmupRisesToTheSchedulesStart() {
    Schedule schedule = Schedule.linear(4, 0).withWarmup(3);
    assertThat(schedule.factor(0)).isEqualTo(0.25);
    assertThat(schedule.factor(2)).isEqualTo(0.75);
    assertThat(schedule.factor(3)).isEqualTo(1);
    assertThat(schedule.factor(7)).isZero();
    assertThat(Schedule.constant().withWarmup(0).factor(0)).isEqualTo(1);
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> Schedule.linear(0, 0)).hasMessageContaining("steps is 0");
    assertThatThrownBy(() -> Schedule.cosine(1, -1)).hasMessageContaining("end is -1");
    assertThatThrownBy(() -> Schedule.steps(-1, 2)).hasMessageContaining("gamma is -1");
    assertThatThrownBy(() -> Schedule.constant().withWarmup(-1))
        .hasMessageContaining("warmup is -1");
  }
}
