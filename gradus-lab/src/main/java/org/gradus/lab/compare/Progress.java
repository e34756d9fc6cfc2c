package org.gradus.lab.compare;

import java.time.Duration;

/**
 * How far a comparison is.
 *
 * @param phase what is being done
 * @param method the id of the method in work
 * @param number number of the trial or seed, from 1; 0 while costs are measured
 * @param of how many trials or seeds a method has
 * @param steps optimizer steps done, those of an earlier session included
 * @param totalSteps all steps of the plan; a diverged run's missing steps count as done
 * @param best the best validation metric so far and whose it is, or {@code null}
 * @param left estimated time left, from each method's own speed; {@code null} while unknown
 */
public record Progress(
    Phase phase,
    String method,
    int number,
    int of,
    long steps,
    long totalSteps,
    Best best,
    Duration left) {

  /** What is being done. */
  public enum Phase {
    /** Trials. */
    TUNING,
    /** Paired final runs. */
    FINAL_RUNS,
    /** Steps side by side. */
    COST
  }

  /**
   * The running best.
   *
   * @param method its method's id
   * @param validationMetric its validation metric at the end of a trial or run
   */
  public record Best(String method, double validationMetric) {}
}
