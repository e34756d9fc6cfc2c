package org.gradus.lab.data;

import java.util.Locale;
import java.util.Set;

/** What the text of one table cell means. */
final class Cells {

  private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "?", "null");
  private static final int LONGEST_MARKER = 4;

  private Cells() {}

  /** Returns whether the text stands for "no value": empty, NA, N/A, NaN, ? or null. */
  static boolean isMissing(String text) {
    return text.length() <= LONGEST_MARKER && MISSING.contains(text.toLowerCase(Locale.ROOT));
  }

  /**
   * Returns the number that {@code text} writes in decimal, possibly infinite, or NaN if it writes
   * none.
   */
  static double number(String text) {
    if (text.isEmpty()) {
      return Double.NaN;
    }
    char last = text.charAt(text.length() - 1);
    boolean plain = last == '.' || (last >= '0' && last <= '9');
    if (!plain) {
      return infinity(text);
    }
    if (text.indexOf('x') >= 0 || text.indexOf('X') >= 0) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static double infinity(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.NaN;
    };
  }

  static boolean isNumber(String text) {
    return !Double.isNaN(number(text));
  }

  /** Returns the shortest text of a number: {@code 3} for 3.0. */
  static String format(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
