package org.gradus.core;

/**
 * A learning-rate schedule: the factor on the base learning rate at each step.
 *
 * <p>Schedules compose with any optimizer, also a wrapped one: the trainer sets {@code learningRate
 * = base · factor(step)} before each update.
 */
@FunctionalInterface
public interface Schedule {
  /**
   * The factor for a step.
   *
   * @param step the update's index, counted from 0
   * @return a finite factor of at least 0
   */
  double factor(long step);

  /** Always 1. */
  static Schedule constant() {
    return step -> 1;
  }

  /**
   * From 1 at step 0 linearly to {@code end} at step {@code steps}, and {@code end} afterwards.
   *
   * @param steps length in steps, at least 1
   * @param end the last factor, at least 0
   */
  static Schedule linear(long steps, double end) {
    Check.atLeast("steps", steps, 1);
    Check.nonNegative("end", end);
    return step -> 1 + (end - 1) * progress(step, steps);
  }

  /**
   * Half a cosine from 1 at step 0 to {@code end} at step {@code steps}: end + (1 − end)(1 + cos(π
   * t/T))/2, and {@code end} afterwards (Loshchilov and Hutter, arXiv 1608.03983, without
   * restarts).
   *
   * @param steps length in steps, at least 1
   * @param end the last factor, at least 0
   */
  static Schedule cosine(long steps, double end) {
    Check.atLeast("steps", steps, 1);
    Check.nonNegative("end", end);
    return step -> end + (1 - end) * (1 + Math.cos(Math.PI * progress(step, steps))) / 2;
  }

  /** 1/√(t + 1) at step t. */
  static Schedule inverseSquareRoot() {
    return step -> 1 / Math.sqrt(step + 1.0);
  }

  /**
   * From about 1 down to 1/T, by the same factor each step: T^(−(t + 1)/T) at step t, and 1/T from
   * step T − 1 on.
   *
   * @param steps length T in steps, at least 1
   */
  static Schedule exponential(long steps) {
    Check.atLeast("steps", steps, 1);
    return step -> Math.pow((double) steps, -progress(step + 1, steps));
  }

  /**
   * 1, multiplied by {@code gamma} at each milestone reached.
   *
   * @param gamma the factor at a milestone, at least 0
   * @param milestones step indices at which the rate changes
   */
  static Schedule steps(double gamma, long... milestones) {
    Check.nonNegative("gamma", gamma);
    long[] at = milestones.clone();
    return step -> {
      double factor = 1;
      for (long milestone : at) {
        factor = step >= milestone ? factor * gamma : factor;
      }
      return factor;
    };
  }

  /**
   * This schedule after a linear warm-up: factors 1/(w+1), 2/(w+1), …, w/(w+1) for the first w
   * steps, then this schedule from its own step 0.
   *
   * @param warmup number of warm-up steps w, at least 0
   */
  default Schedule withWarmup(long warmup) {
    Check.atLeast("warmup", warmup, 0);
    return step -> step < warmup ? (step + 1.0) / (warmup + 1.0) : factor(step - warmup);
  }

  private static double progress(long step, long steps) {
    return Math.min(1, (double) step / steps);
  }
}
