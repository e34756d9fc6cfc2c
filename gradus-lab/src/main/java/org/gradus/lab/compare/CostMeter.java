package org.gradus.lab.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.core.Monitor;
import org.gradus.core.NonFiniteException;
import org.gradus.lab.result.Cost;

/**
 * Measures steps of all methods side by side: the same batches, in blocks taken in turn, so that
 * whatever else the machine does falls on all alike.
 *
 * <p>A block is as many steps as methods need to show all they do now and then (Sophia estimates
 * curvature once in ten); a method's time is the median over blocks. Peak memory is the process's,
 * during a block of that method alone with the other methods not yet in memory.
 */
final class CostMeter {
  private static final int BLOCK = 10;
  private static final int MIN_BLOCKS = 3;
  private static final int MAX_BLOCKS = 9;
  private static final double SECONDS_PER_METHOD = 2;

  /** In words, for the protocol. */
  static final String RULE =
      "after the runs, steps of all methods were timed in turn on the same batches, in blocks of "
          + BLOCK
          + " after a warm-up block; a method's time is its median over blocks. Peak memory is the"
          + " process's resident memory, JVM and data included, in a block of that method alone";

  private final ComparePlan plan;
  private final Workload workload;
  private final ProgressTracker progress;

  CostMeter(ComparePlan plan, Workload workload, ProgressTracker progress) {
    this.plan = plan;
    this.workload = workload;
    this.progress = progress;
  }

  /** The costs with these hyper-parameters, or {@code null} if stopped before the end. */
  Costs measure(List<SearchSpace> spaces, List<Map<String, Double>> chosen) {
    Long[] peaks = new Long[spaces.size()];
    for (int i = 0; i < peaks.length && !progress.cancelled(); i++) {
      progress.measuring(plan.methods().get(i));
      peaks[i] = peak(spaces.get(i), chosen.get(i));
    }
    List<Timed> timed = new ArrayList<>();
    for (int i = 0; i < spaces.size(); i++) {
      timed.add(new Timed(training(spaces.get(i), chosen.get(i))));
    }
    return time(timed) ? costs(timed, peaks) : null;
  }

  private Training training(SearchSpace space, Map<String, Double> hyperParameters) {
    return new Trainings(plan, workload, space, hyperParameters, Monitor.SILENT)
        .of(plan.tuningSeed());
  }

  private Long peak(SearchSpace space, Map<String, Double> hyperParameters) {
    // The former method's tensors are freed with their Java objects.
    System.gc();
    if (!ProcessMemory.reset() || !new Timed(training(space, hyperParameters)).block()) {
      return null;
    }
    return ProcessMemory.peak().stream().boxed().findFirst().orElse(null);
  }

  private boolean time(List<Timed> timed) {
    timed.forEach(Timed::block);
    timed.forEach(t -> t.seconds.clear());
    double limit = SECONDS_PER_METHOD * timed.size();
    long start = System.nanoTime();
    for (int block = 0; block < MAX_BLOCKS; block++) {
      if (block >= MIN_BLOCKS && (System.nanoTime() - start) * 1e-9 > limit) {
        return true;
      }
      for (int i = 0; i < timed.size(); i++) {
        if (progress.cancelled()) {
          return false;
        }
        progress.measuring(plan.methods().get(i));
        timed.get(i).block();
      }
    }
    return true;
  }

  private Costs costs(List<Timed> timed, Long[] peaks) {
    Map<String, Cost> costs = new LinkedHashMap<>();
    for (int i = 0; i < timed.size(); i++) {
      if (!timed.get(i).diverged) {
        costs.put(plan.methods().get(i), new Cost(timed.get(i).milliseconds(), peaks[i]));
      }
    }
    return new Costs(costs);
  }

  /** A training and its blocks' times. */
  private static final class Timed {
    private final Training training;
    private final List<Double> seconds = new ArrayList<>();
    private boolean diverged;

    Timed(Training training) {
      this.training = training;
    }

    /** Makes a block of steps; whether they were finite. */
    boolean block() {
      if (diverged) {
        return false;
      }
      double before = training.seconds();
      try {
        training.trainer().steps(BLOCK, Monitor.SILENT);
        seconds.add(training.seconds() - before);
      } catch (NonFiniteException e) {
        diverged = true;
      }
      return !diverged;
    }

    double milliseconds() {
      return 1000 * Statistic.median(seconds) / BLOCK;
    }
  }
}
