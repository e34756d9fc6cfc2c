package org.gradus.lab.solve.compare;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.core.Solution;

/**
 * One finished run of an entrant, as it is kept.
 *
 * @param status how it ended
 * @param message why it ended so
 * @param seconds what it took in all, making the certificate included
 * @param certificate numbers checked independently of the solver
 * @param samples objectives on the way
 */
public record Attempt(
    Solution.Status status,
    String message,
    double seconds,
    Map<String, Double> certificate,
    List<Sample> samples) {
  /** Copies the collections. */
  public Attempt {
    certificate = Collections.unmodifiableMap(new LinkedHashMap<>(certificate));
    samples = List.copyOf(samples);
  }

  /**
   * A moment of a run.
   *
   * @param iteration as the solver counts
   * @param seconds since its start
   * @param objective as the case's
   */
  public record Sample(long iteration, double seconds, double objective) {}

  static Attempt of(Entrant.Result result, double seconds) {
    Solution solution = result.solution();
    return new Attempt(
        solution.status(),
        solution.message(),
        seconds,
        result.certificate(),
        solution.trace().points().stream()
            .map(p -> new Sample(p.iteration(), p.seconds(), p.objective()))
            .toList());
  }

  /** Iterations at the end. */
  long iterations() {
    return samples.isEmpty() ? 0 : samples.get(samples.size() - 1).iteration();
  }
}
