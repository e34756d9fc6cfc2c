package org.gradus.lab.method;

import java.util.List;
import org.gradus.core.Check;
import org.gradus.schedule.ScheduleShape;

/** The schedules that can be put on a method. */
final class Schedules {
  private static final double DROP = 0.1;
  private static final double DECAY_SHARE = 0.2;
  private static final double CUSTOMARY_WARMUP = 0.05;

  /** A warm-up, a share of the run. */
  record Warmup(double warmup) {}

  /** A warm-up and the factor at the end. */
  record WarmupAndEnd(double warmup, double endFactor) {}

  /** A warm-up and an exponent. */
  record WarmupAndPower(double warmup, double schedulePower) {}

  /** A warm-up and what the rate is multiplied by at half and three quarters of the run. */
  record WarmupAndDrop(double warmup, double dropFactor) {}

  /** A warm-up and the share of the run in which the rate falls. */
  record WarmupAndDecay(double warmup, double decayShare) {
    WarmupAndDecay {
      if (warmup + decayShare > 1) {
        throw Check.invalid("warmup + decayShare", warmup + decayShare, "at most 1");
      }
    }
  }

  private Schedules() {}

  static List<SchedulePart> all() {
    return List.of(
        flat(), linear(), cosine(), polynomial(), step(), inverse(), inverseSquareRoot(), stable());
  }

  private static SchedulePart flat() {
    return SchedulePart.of(
        "flat",
        "the learning rate stays as it is",
        Form.of(new Warmup(0)),
        c -> ScheduleShape.flat().withWarmup(c.warmup()));
  }

  private static SchedulePart linear() {
    return SchedulePart.of(
        "linear",
        "the learning rate falls along a line",
        Form.of(new WarmupAndEnd(0, 0)),
        c -> ScheduleShape.linear(c.endFactor()).withWarmup(c.warmup()));
  }

  private static SchedulePart cosine() {
    return SchedulePart.of(
        "cosine",
        "the learning rate falls along half a cosine",
        Form.of(new WarmupAndEnd(0, 0)),
        c -> ScheduleShape.cosine(c.endFactor()).withWarmup(c.warmup()));
  }

  private static SchedulePart polynomial() {
    return SchedulePart.of(
        "polynomial",
        "the learning rate falls as a power of the part of the run that is left",
        Form.of(new WarmupAndPower(0, 1)).search("schedulePower", 0.5, 4),
        c -> ScheduleShape.polynomial(c.schedulePower()).withWarmup(c.warmup()));
  }

  private static SchedulePart step() {
    return SchedulePart.of(
        "step",
        "the learning rate drops at half and at three quarters of the run",
        Form.of(new WarmupAndDrop(0, DROP)),
        c -> ScheduleShape.stepwise(c.dropFactor(), 0.5, 0.75).withWarmup(c.warmup()));
  }

  private static SchedulePart inverse() {
    return SchedulePart.of(
        "inverse",
        "the learning rate falls as 1/t",
        Form.of(new Warmup(0)),
        c -> ScheduleShape.inverse().withWarmup(c.warmup()));
  }

  private static SchedulePart inverseSquareRoot() {
    return SchedulePart.of(
        "inverse-sqrt",
        "the learning rate falls as 1/√t",
        Form.of(new Warmup(0)),
        c -> ScheduleShape.inverseSquareRoot().withWarmup(c.warmup()));
  }

  /** The decay is a share of the whole run, of which the warm-up is not a part. */
  private static SchedulePart stable() {
    return SchedulePart.of(
        "wsd",
        "warm-up, then the full learning rate, then a linear fall over the last part of the run",
        Form.of(new WarmupAndDecay(CUSTOMARY_WARMUP, DECAY_SHARE)).search("decayShare", 0.05, 0.6),
        c ->
            ScheduleShape.stableThenDecay(c.decayShare() / (1 - c.warmup()))
                .withWarmup(c.warmup()));
  }
}
