package org.gradus.core;

/**
 * Validation of settings: each failure names the setting, its value and what is allowed.
 *
 * <p>Every method returns the value it was given, so that a record's constructor can check and
 * assign in one expression, and throws {@link IllegalArgumentException} otherwise.
 */
public final class Check {
  private Check() {}

  /** A finite number greater than zero. */
  public static double positive(String name, double value) {
    return that(value > 0 && Double.isFinite(value), name, value, "a finite number > 0");
  }

  /** A finite number of at least zero. */
  public static double nonNegative(String name, double value) {
    return that(value >= 0 && Double.isFinite(value), name, value, "a finite number >= 0");
  }

  /** Any finite number. */
  public static double finite(String name, double value) {
    return that(Double.isFinite(value), name, value, "a finite number");
  }

  /** A number in [low, high]. */
  public static double between(String name, double value, double low, double high) {
    return that(value >= low && value <= high, name, value, "in [" + low + ", " + high + "]");
  }

  /** A decay rate of an exponential moving average: in [0, 1). */
  public static double decay(String name, double value) {
    return that(value >= 0 && value < 1, name, value, "in [0, 1)");
  }

  /** A whole number of at least {@code least}. */
  public static int atLeast(String name, int value, int least) {
    if (value < least) {
      throw invalid(name, value, "a whole number >= " + least);
    }
    return value;
  }

  /** A whole number of at least {@code least}. */
  public static long atLeast(String name, long value, long least) {
    if (value < least) {
      throw invalid(name, value, "a whole number >= " + least);
    }
    return value;
  }

  /** The error all checks throw, for conditions they do not cover. */
  public static IllegalArgumentException invalid(String name, Object value, String allowed) {
    return new IllegalArgumentException(name + " is " + value + "; it must be " + allowed);
  }

  private static double that(boolean holds, String name, double value, String allowed) {
    if (!holds) {
      throw invalid(name, value, allowed);
    }
    return value;
  }
}
