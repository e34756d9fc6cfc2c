package org.gradus.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times workloads against each other: every round runs a block of each, in turn, so that what else
 * happens on the machine falls on all of them alike. Medians over rounds are what is reported.
 */
final class Rounds {
  private final int rounds;
  private final double blockSeconds;

  /**
   * A way of measuring.
   *
   * @param rounds how many, at least 1
   * @param blockSeconds how long a block lasts, about
   */
  Rounds(int rounds, double blockSeconds) {
    this.rounds = rounds;
    this.blockSeconds = blockSeconds;
  }

  /** The median seconds per unit of each workload, after a warm-up of two blocks each. */
  <K> Map<K, Double> medians(Map<K, Workload> workloads) {
    Map<K, Integer> repeats = new LinkedHashMap<>();
    workloads.forEach((name, work) -> repeats.put(name, warmUp(work)));
    Map<K, List<Double>> times = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      workloads.forEach(
          (name, work) ->
              times
                  .computeIfAbsent(name, k -> new ArrayList<>())
                  .add(block(work, repeats.get(name))));
    }
    Map<K, Double> medians = new LinkedHashMap<>();
    times.forEach((name, list) -> medians.put(name, median(list)));
    return medians;
  }

  /** Runs a workload until it is compiled, and says how many runs a block takes. */
  private int warmUp(Workload work) {
    long start = System.nanoTime();
    while ((System.nanoTime() - start) * 1e-9 < 2 * blockSeconds) {
      work.run();
    }
    double seconds = block(work, 1) * work.units();
    return Math.max(1, (int) Math.round(blockSeconds / seconds));
  }

  private static double block(Workload work, int repeats) {
    long start = System.nanoTime();
    for (int i = 0; i < repeats; i++) {
      work.run();
    }
    return (System.nanoTime() - start) * 1e-9 / repeats / work.units();
  }

  static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
