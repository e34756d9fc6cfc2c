package org.gradus.lab.result;

/**
 * What follows from a method's final runs.
 *
 * @param runs final runs done
 * @param diverged how many of them diverged
 * @param test the test metric over the runs that count
 * @param difference the paired difference to the baseline; {@code null} for the baseline itself and
 *     where no pair exists
 * @param epochsToTarget epochs until the target
 * @param secondsToTarget training seconds until the target
 * @param relativeCost cost of a step relative to the reference method's; {@code null} if either was
 *     not measured
 */
public record MethodSummary(
    int runs,
    int diverged,
    Estimate test,
    PairedDifference difference,
    TimeToTarget epochsToTarget,
    TimeToTarget secondsToTarget,
    RelativeCost relativeCost) {

  /** Checks the counts. */
  public MethodSummary {
    Require.atLeast("summary.runs", runs, 0);
    Require.atLeast("summary.diverged", diverged, 0);
    if (diverged > runs) {
      throw new IllegalArgumentException(
          "summary.diverged must be at most runs = " + runs + ", was " + diverged);
    }
    Require.present("summary.test", test);
    Require.present("summary.epochsToTarget", epochsToTarget);
    Require.present("summary.secondsToTarget", secondsToTarget);
  }

  /**
   * A mean with its uncertainty.
   *
   * @param n values it rests on
   * @param mean their mean; {@code null} if n = 0
   * @param standardDeviation with divisor n − 1; {@code null} if n &lt; 2
   * @param ci95 half-width of the 95 % confidence interval (Student's t); {@code null} if n &lt; 2,
   *     where it is undefined
   */
  public record Estimate(int n, Double mean, Double standardDeviation, Double ci95) {}

  /**
   * The mean of (method − baseline) over seeds, in the metric's unit; for a metric of which lower
   * is better, a negative difference is an improvement.
   *
   * @param pairs seeds of which both runs count
   * @param excluded seeds that both have run but of which either run does not count (diverged)
   * @param mean mean difference; {@code null} if there are no pairs
   * @param ci95 half-width of its 95 % confidence interval; {@code null} if pairs &lt; 2
   * @param pValue of the two-sided paired t-test; {@code null} if pairs &lt; 2, and if all
   *     differences are equal, where the test is undefined
   * @param pValueHolm the same adjusted by Holm over all methods compared with the baseline
   */
  public record PairedDifference(
      int pairs, int excluded, Double mean, Double ci95, Double pValue, Double pValueHolm) {}

  /**
   * The effort until the target.
   *
   * @param reached runs that reached it
   * @param of runs done
   * @param median median effort over all runs, one that never reached it counting as longer than
   *     any; {@code null} unless more than half of the runs reached it
   */
  public record TimeToTarget(int reached, int of, Double median) {}

  /**
   * Cost of a step relative to another method's.
   *
   * @param ratio this method's milliseconds a step over the reference's
   * @param reference id of the reference: {@code sgd} if compared, else the cheapest
   */
  public record RelativeCost(double ratio, String reference) {}
}
