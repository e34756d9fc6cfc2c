package org.gradus.schedule;

import java.util.function.DoubleUnaryOperator;
import org.gradus.core.Check;
import org.gradus.core.Schedule;

/**
 * The shape of a schedule, to be stretched over a run of any length.
 *
 * <p>Over T steps, step t = 0 … T − 1 stands at the share s = t/T of the run: a linear decay so
 * runs from 1 to 1/T, not to 0. After the last step the factor stays what the shape has at s = 1.
 */
@FunctionalInterface
public interface ScheduleShape {
  /**
   * The schedule of a run.
   *
   * @param steps its length T, at least 1
   */
  Schedule over(long steps);

  /** Always 1. */
  static ScheduleShape flat() {
    return steps -> step -> 1;
  }

  /**
   * 1 + (end − 1) s: with end 0 the worst-case optimal schedule for the last iterate (Defazio et
   * al., arXiv 2310.07831).
   *
   * @param end the factor at s = 1, at least 0
   */
  static ScheduleShape linear(double end) {
    Check.nonNegative("end", end);
    return ofShare(s -> 1 + (end - 1) * s);
  }

  /**
   * Half a cosine, end + (1 − end)(1 + cos(π s))/2 (Loshchilov and Hutter, arXiv 1608.03983,
   * without restarts).
   *
   * @param end the factor at s = 1, at least 0
   */
  static ScheduleShape cosine(double end) {
    Check.nonNegative("end", end);
    return ofShare(s -> end + (1 - end) * (1 + Math.cos(Math.PI * s)) / 2);
  }

  /**
   * (1 − s)^power.
   *
   * @param power greater than 0; 1 is linear decay to 0
   */
  static ScheduleShape polynomial(double power) {
    Check.positive("power", power);
    return ofShare(s -> Math.pow(1 - s, power));
  }

  /** 1/(t + 1), whatever the length. */
  static ScheduleShape inverse() {
    return steps -> step -> 1 / (step + 1.0);
  }

  /** 1/√(t + 1), whatever the length. */
  static ScheduleShape inverseSquareRoot() {
    return steps -> step -> 1 / Math.sqrt(step + 1.0);
  }

  /** From about 1 down to 1/T by the same factor each step: T^(−(t + 1)/T). */
  static ScheduleShape exponential() {
    return steps -> {
      Check.atLeast("steps", steps, 1);
      return step -> Math.pow(steps, -Math.min(1, (step + 1.0) / steps));
    };
  }

  /**
   * 1, multiplied by a factor where each milestone is reached. Customary: 0.1 at 0.3, 0.6, 0.9
   * (ImageNet in 90 epochs) or at 0.5, 0.75 (CIFAR).
   *
   * @param factor at least 0
   * @param milestones shares s of the run, each in (0, 1)
   */
  static ScheduleShape stepwise(double factor, double... milestones) {
    Check.nonNegative("factor", factor);
    double[] at = milestones.clone();
    for (double milestone : at) {
      requireInside("milestone", milestone);
    }
    return ofShare(s -> passed(s, factor, at));
  }

  private static double passed(double s, double factor, double[] milestones) {
    double result = 1;
    for (double milestone : milestones) {
      result = s >= milestone ? result * factor : result;
    }
    return result;
  }

  /**
   * 1 until the last part of the run, then linearly to 0; with a warm-up, the warm-up-stable-decay
   * schedule (Hu et al., arXiv 2404.06395).
   *
   * @param decay the last part's share of the run, in (0, 1)
   */
  static ScheduleShape stableThenDecay(double decay) {
    requireInside("decay", decay);
    return ofShare(s -> Math.min(1, (1 - s) / decay));
  }

  /**
   * This shape after a linear warm-up of W = round(share · T) steps: factors 1/W, 2/W, …, 1, then
   * this shape over the T − W steps left, from its own start.
   *
   * @param share of the run, in [0, 1)
   */
  default ScheduleShape withWarmup(double share) {
    if (!(share >= 0 && share < 1)) {
      throw Check.invalid("warm-up", share, "in [0, 1)");
    }
    return steps -> {
      long warmup = Math.round(share * steps);
      return over(Math.max(1, steps - warmup)).withWarmup(warmup);
    };
  }

  private static void requireInside(String name, double share) {
    if (!(share > 0 && share < 1)) {
      throw Check.invalid(name, share, "in (0, 1)");
    }
  }

  /** A shape that depends on the share of the run alone. */
  private static ScheduleShape ofShare(DoubleUnaryOperator factor) {
    return steps -> {
      Check.atLeast("steps", steps, 1);
      return step -> factor.applyAsDouble(Math.min(1, (double) step / steps));
    };
  }
}
