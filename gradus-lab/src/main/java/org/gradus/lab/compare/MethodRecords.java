package org.gradus.lab.compare;

import java.util.List;
import java.util.Map;
import org.gradus.lab.result.Metric;

/**
 * What is done of one method.
 *
 * @param space what is searched
 * @param trials finished trials, in order
 * @param runs finished final runs, in order
 */
record MethodRecords(SearchSpace space, List<JobRecord> trials, List<JobRecord> runs) {
  /** Whether its trials are done. */
  boolean isTuned(int planned) {
    return trials.size() == space.points(planned, 0).size();
  }

  /** The values of the best trial; the defaults if there is none that did not diverge. */
  Map<String, Double> chosen(Metric metric) {
    JobRecord best = null;
    for (JobRecord trial : trials) {
      if (!Double.isNaN(trial.validationMetric())
          && (best == null || better(trial, best, metric))) {
        best = trial;
      }
    }
    return best == null ? space.defaults() : best.hyperParameters();
  }

  private static boolean better(JobRecord a, JobRecord b, Metric metric) {
    return a.validationMetric() == b.validationMetric()
        ? a.validationLoss() < b.validationLoss()
        : metric.isBetter(a.validationMetric(), b.validationMetric());
  }
}
