package org.gradus.lab.method;

/**
 * The numbers a hyper-parameter may be.
 *
 * @param low the lower end
 * @param lowIncluded whether it is allowed itself
 * @param high the upper end, infinity for none
 * @param highIncluded whether it is allowed itself
 */
public record Interval(double low, boolean lowIncluded, double high, boolean highIncluded) {
  /** Checks the order of the ends. */
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("interval from " + low + " to " + high + " is empty");
    }
  }

  /** Greater than a number. */
  static Interval above(double low) {
    return new Interval(low, false, Double.POSITIVE_INFINITY, false);
  }

  /** At least a number. */
  static Interval atLeast(double low) {
    return new Interval(low, true, Double.POSITIVE_INFINITY, false);
  }

  /** Whether a number lies in it; NaN and the infinities never do. */
  public boolean contains(double value) {
    return Double.isFinite(value)
        && (lowIncluded ? value >= low : value > low)
        && (highIncluded ? value <= high : value < high);
  }

  /** In words: {@code > 0}, {@code in [0, 1)}. */
  @Override
  public String toString() {
    if (high == Double.POSITIVE_INFINITY) {
      return (lowIncluded ? ">= " : "> ") + number(low);
    }
    return "in %s%s, %s%s"
        .formatted(lowIncluded ? "[" : "(", number(low), number(high), highIncluded ? "]" : ")");
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
