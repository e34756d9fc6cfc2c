package org.gradus.lab.reproduce.fair;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.gradus.core.Check;
import org.gradus.lab.result.MethodSummary.Estimate;
import org.gradus.lab.stats.Estimates;

/**
 * One value a seed. A run that diverged has the value NaN; it makes every statistic NaN, so that no
 * rule can hold by leaving it out.
 *
 * @param values in the order of the seeds, at least one
 */
public record Sample(double... values) {
  /** Copies the values. */
  public Sample {
    Check.atLeast("number of values", values.length, 1);
    values = values.clone();
  }

  /** The mean over seeds. */
  public double mean() {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** The standard error of the mean, s/√n; NaN for one value. */
  public double standardError() {
    Estimate estimate = estimate();
    return estimate == null || estimate.standardDeviation() == null
        ? Double.NaN
        : estimate.standardDeviation() / Math.sqrt(values.length);
  }

  /** Half the width of the mean's 95 % confidence interval (Student's t); NaN for one value. */
  public double ci95() {
    Estimate estimate = estimate();
    return estimate == null || estimate.ci95() == null ? Double.NaN : estimate.ci95();
  }

  private Estimate estimate() {
    return Arrays.stream(values).allMatch(Double::isFinite) ? Estimates.of(values) : null;
  }

  /** This minus the other, seed by seed. */
  public Sample minus(Sample other) {
    if (other.values.length != values.length) {
      throw Check.invalid("number of paired values", other.values.length, values.length + "");
    }
    return new Sample(
        IntStream.range(0, values.length).mapToDouble(i -> values[i] - other.values[i]).toArray());
  }

  /** Whether the mean is below 0 by more than two standard errors. */
  public boolean clearlyBelowZero() {
    return mean() < -2 * standardError();
  }

  /** Whether the mean is above 0 by more than two standard errors. */
  public boolean clearlyAboveZero() {
    return mean() > 2 * standardError();
  }

  /** Mean ± standard error, with this many decimals; {@code diverged} where a run did. */
  public String show(int decimals) {
    if (!Double.isFinite(mean())) {
      long failed = Arrays.stream(values).filter(v -> !Double.isFinite(v)).count();
      return failed + " of " + values.length + " diverged";
    }
    String format = "%." + decimals + "f";
    String mean = String.format(Locale.ROOT, format, mean());
    return Double.isNaN(standardError())
        ? mean
        : mean + " ± " + String.format(Locale.ROOT, format, standardError());
  }
}
