package org.gradus.constrained;

import java.util.Objects;
import org.gradus.core.Check;

/**
 * Minimise f(x) subject to c(x) = 0, both smooth, convex or not.
 *
 * @param functions f, c and their derivatives
 * @param start x₀, finite, of length n; copied
 * @param multipliers λ₀, finite, of length m; copied
 */
public record ConstrainedProblem(
    ConstrainedFunctions functions, double[] start, double[] multipliers) {
  /** Validates and copies. */
  public ConstrainedProblem {
    Objects.requireNonNull(functions, "functions");
    int n = Check.atLeast("variables", functions.variables(), 1);
    int m = Check.atLeast("constraints", functions.constraints(), 1);
    if (m > n) {
      throw Check.invalid("constraints", m, "at most the number of variables, " + n);
    }
    start = checked("start", start, n);
    multipliers = checked("multipliers", multipliers, m);
  }

  /** With λ₀ = 0. */
  public static ConstrainedProblem of(ConstrainedFunctions functions, double... start) {
    return new ConstrainedProblem(functions, start, new double[functions.constraints()]);
  }

  /** The same from elsewhere: a warm start. */
  public ConstrainedProblem from(double[] x, double[] lambda) {
    return new ConstrainedProblem(functions, x, lambda);
  }

  @Override
  public double[] start() {
    return start.clone();
  }

  @Override
  public double[] multipliers() {
    return multipliers.clone();
  }

  private static double[] checked(String name, double[] values, int length) {
    if (values.length != length) {
      throw Check.invalid("the length of " + name, values.length, String.valueOf(length));
    }
    for (int i = 0; i < length; i++) {
      Check.finite(name + "[" + i + "]", values[i]);
    }
    return values.clone();
  }
}
