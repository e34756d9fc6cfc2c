package org.gradus.lab.compare;

import java.time.Duration;
import org.gradus.lab.compare.Progress.Best;
import org.gradus.lab.compare.Progress.Phase;
import org.gradus.lab.result.Metric;

/** Counts the work done and estimates what is left, method by method, since their speeds differ. */
final class ProgressTracker {
  private final ComparePlan plan;
  private final CompareMonitor monitor;
  private final Metric metric;
  private final long stepsPerJob;
  private final long[] stepsLeft;
  private final long[] stepsTimed;
  private final double[] secondsTimed;
  private long done;
  private long total;
  private Best best;
  private Job job;
  private long jobSteps;
  private long jobStepsBefore;
  private long jobStart;

  ProgressTracker(
      ComparePlan plan,
      CompareMonitor monitor,
      Metric metric,
      long stepsPerJob,
      int[] jobsOfMethods) {
    this.plan = plan;
    this.monitor = monitor;
    this.metric = metric;
    this.stepsPerJob = stepsPerJob;
    stepsLeft = new long[jobsOfMethods.length];
    stepsTimed = new long[jobsOfMethods.length];
    secondsTimed = new double[jobsOfMethods.length];
    for (int i = 0; i < jobsOfMethods.length; i++) {
      stepsLeft[i] = jobsOfMethods[i] * stepsPerJob;
      total += stepsLeft[i];
    }
  }

  boolean cancelled() {
    return monitor.cancelled();
  }

  /** A job begins, or goes on after so many steps. */
  void begin(Job next, long stepsBefore) {
    job = next;
    jobSteps = stepsBefore;
    jobStepsBefore = stepsBefore;
    jobStart = System.nanoTime();
    publish();
  }

  /** The job in progress made a step. */
  void step() {
    jobSteps++;
    publish();
  }

  /** A job is done, now or in an earlier session. */
  void finished(Job finished, JobRecord record) {
    int m = finished.methodIndex();
    if (job != null && job.key().equals(finished.key())) {
      secondsTimed[m] += (System.nanoTime() - jobStart) * 1e-9;
      stepsTimed[m] += jobSteps - jobStepsBefore;
      job = null;
      jobSteps = 0;
    }
    stepsLeft[m] -= stepsPerJob;
    done += stepsPerJob;
    double value = record.validationMetric();
    if (!Double.isNaN(value) && (best == null || metric.isBetter(value, best.validationMetric()))) {
      best = new Best(plan.methods().get(m), value);
    }
  }

  private void publish() {
    boolean trial = job.kind() == Job.Kind.TRIAL;
    monitor.report(
        new Progress(
            trial ? Phase.TUNING : Phase.FINAL_RUNS,
            plan.methods().get(job.methodIndex()),
            job.number() + 1,
            trial ? plan.trials() : plan.seeds(),
            done + jobSteps,
            total,
            best,
            left()));
  }

  /** The costs of a method are being measured. */
  void measuring(String method) {
    monitor.report(new Progress(Phase.COST, method, 0, 0, done, total, best, null));
  }

  private Duration left() {
    int current = job.methodIndex();
    double sessionSeconds = (System.nanoTime() - jobStart) * 1e-9;
    double allSeconds = sessionSeconds;
    long allSteps = jobSteps - jobStepsBefore;
    for (int m = 0; m < stepsLeft.length; m++) {
      allSeconds += secondsTimed[m];
      allSteps += stepsTimed[m];
    }
    if (allSteps == 0) {
      return null;
    }
    double seconds = 0;
    for (int m = 0; m < stepsLeft.length; m++) {
      boolean now = m == current;
      double timed = secondsTimed[m] + (now ? sessionSeconds : 0);
      long steps = stepsTimed[m] + (now ? jobSteps - jobStepsBefore : 0);
      double perStep = steps > 0 ? timed / steps : allSeconds / allSteps;
      seconds += perStep * (stepsLeft[m] - (now ? jobSteps : 0));
    }
    return Duration.ofMillis(Math.round(Math.max(0, seconds) * 1000));
  }
}
