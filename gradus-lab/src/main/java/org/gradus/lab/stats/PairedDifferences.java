package org.gradus.lab.stats;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.statistics.inference.TTest;
import org.gradus.lab.result.FinalRun;
import org.gradus.lab.result.MethodSummary.Estimate;
import org.gradus.lab.result.MethodSummary.PairedDifference;

/**
 * The difference between two methods, seed by seed. Runs of one seed share their initial weights
 * and batch order, so what a seed does to both cancels in the difference.
 */
public final class PairedDifferences {

  private PairedDifferences() {}

  /**
   * Mean of (method − baseline) of the test metric over the seeds both have run, its 95 %
   * confidence interval and the p-value of the two-sided paired t-test. A seed of which either run
   * diverged is excluded and counted. {@code pValueHolm} is left {@code null}.
   */
  public static PairedDifference of(List<FinalRun> method, List<FinalRun> baseline) {
    Map<Long, FinalRun> bySeed =
        baseline.stream().collect(Collectors.toMap(FinalRun::seed, Function.identity()));
    List<FinalRun> both = method.stream().filter(run -> bySeed.containsKey(run.seed())).toList();
    double[] differences =
        both.stream()
            .filter(run -> run.counts() && bySeed.get(run.seed()).counts())
            .mapToDouble(run -> run.testMetric() - bySeed.get(run.seed()).testMetric())
            .toArray();
    Estimate estimate = Estimates.of(differences);
    return new PairedDifference(
        differences.length,
        both.size() - differences.length,
        estimate.mean(),
        estimate.ci95(),
        pValue(differences, estimate),
        null);
  }

  private static Double pValue(double[] differences, Estimate estimate) {
    if (differences.length < 2 || estimate.standardDeviation() == 0) {
      return null;
    }
    return TTest.withDefaults().test(differences).getPValue();
  }
}
