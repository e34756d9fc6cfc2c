package org.gradus.smooth.coordinate;

import java.util.Arrays;
import org.gradus.core.Check;

/**
 * Bounds on the variables: lower ≤ x ≤ upper, infinite where there is none.
 *
 * @param lower below ∞
 * @param upper above −∞ and at least lower
 */
public record Box(double[] lower, double[] upper) {
  /** Validates and copies. */
  public Box {
    if (lower.length != upper.length) {
      throw Check.invalid("the length of upper", upper.length, lower.length + ", as of lower");
    }
    for (int i = 0; i < lower.length; i++) {
      boolean ordered = lower[i] <= upper[i];
      if (!ordered
          || lower[i] == Double.POSITIVE_INFINITY
          || upper[i] == Double.NEGATIVE_INFINITY) {
        throw Check.invalid("bounds of x[" + i + "]", lower[i] + " and " + upper[i], "in order");
      }
    }
    lower = lower.clone();
    upper = upper.clone();
  }

  /** No bounds. */
  public static Box unbounded(int n) {
    return new Box(filled(n, Double.NEGATIVE_INFINITY), filled(n, Double.POSITIVE_INFINITY));
  }

  /** x ≥ 0. */
  public static Box nonNegative(int n) {
    return new Box(new double[n], filled(n, Double.POSITIVE_INFINITY));
  }

  private static double[] filled(int n, double value) {
    double[] array = new double[n];
    Arrays.fill(array, value);
    return array;
  }

  /** Whether any variable is bounded. */
  public boolean bounds() {
    return Arrays.stream(lower).anyMatch(v -> v > Double.NEGATIVE_INFINITY)
        || Arrays.stream(upper).anyMatch(v -> v < Double.POSITIVE_INFINITY);
  }

  /** The value nearest to v that variable i may take. */
  public double project(int i, double v) {
    return Math.min(Math.max(v, lower[i]), upper[i]);
  }

  double lower(int i) {
    return lower[i];
  }

  double upper(int i) {
    return upper[i];
  }
}
