package org.gradus.lab.stats;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.gradus.lab.result.FinalRun;
import org.gradus.lab.result.MethodSummary.TimeToTarget;

/** Efforts until a target, of which some runs never reach it. */
public final class TimesToTarget {

  private TimesToTarget() {}

  /**
   * The median effort over all runs. A run without an effort (it stopped short or diverged) counts
   * as longer than any that has one, so that a method does not look fast by failing where it would
   * have been slow; the median is {@code null} where it falls among those.
   *
   * @param effort epochs or seconds until the target, {@code null} if never reached
   */
  public static TimeToTarget of(List<FinalRun> runs, Function<FinalRun, Double> effort) {
    double[] reached =
        runs.stream()
            .map(effort)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    return new TimeToTarget(reached.length, runs.size(), median(reached, runs.size()));
  }

  private static Double median(double[] ascending, int of) {
    int upper = of / 2;
    if (upper >= ascending.length) {
      return null;
    }
    return of % 2 == 1 ? ascending[upper] : (ascending[upper - 1] + ascending[upper]) / 2;
  }
}
