package org.gradus.lowrank;

import org.gradus.core.Check;

/** Which observed entries make the start, and which each half-step sees. */
final class SamplePlan {
  private final ObservedEntries all;
  private final int[] parts;
  private final int count;

  private SamplePlan(ObservedEntries all, int[] parts, int count) {
    this.all = all;
    this.parts = parts;
    this.count = count;
  }

  /**
   * The plan of a run.
   *
   * @throws IllegalArgumentException if a part has fewer entries than degrees of freedom
   */
  static SamplePlan of(
      CompletionProblem problem, AlternatingMinimization.Config config, CompletionDraws draws) {
    ObservedEntries all = problem.entries();
    if (config.samples() == AlternatingMinimization.Samples.REUSE) {
      return new SamplePlan(all, null, 1);
    }
    int count = Math.addExact(Math.multiplyExact(2, config.maxIterations()), 1);
    int[] parts = draws.parts(all.count(), count);
    int[] sizes = new int[count];
    for (int part : parts) {
      sizes[part]++;
    }
    long least = CompletionProblem.degreesOfFreedom(all, problem.rank());
    for (int part = 0; part < count; part++) {
      if (sizes[part] < least) {
        throw Check.invalid(
            "the number of entries in part " + part + " of " + count,
            sizes[part],
            "at least k (m + n - k) = " + least + ": observe more, split into fewer, or REUSE");
      }
    }
    return new SamplePlan(all, parts, count);
  }

  /** The entries of the start. */
  ObservedEntries start() {
    return part(0);
  }

  /** The entries of a half-step, numbered from 0. */
  ObservedEntries halfStep(int halfStep) {
    return part(1 + halfStep);
  }

  private ObservedEntries part(int number) {
    if (count == 1) {
      return all;
    }
    boolean[] kept = new boolean[parts.length];
    for (int e = 0; e < parts.length; e++) {
      kept[e] = parts[e] == number;
    }
    return all.selected(kept);
  }
}
