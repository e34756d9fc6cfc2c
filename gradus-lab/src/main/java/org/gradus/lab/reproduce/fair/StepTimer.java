package org.gradus.lab.reproduce.fair;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.core.Check;

/** Step times of several methods, measured in turns. */
public final class StepTimer {
  private StepTimer() {}

  /**
   * The median over rounds of the mean step time of a chunk.
   *
   * @param methods by name: a run of this makes {@code steps} steps
   * @param steps steps a chunk, a multiple of every method's period (Sophia's interval)
   * @param rounds measured rounds, at least 1; one more round comes before to warm up
   * @return milliseconds a step, by name
   */
  public static Map<String, Double> measure(Map<String, Runnable> methods, int steps, int rounds) {
    Check.atLeast("rounds", rounds, 1);
    Map<String, double[]> times = new LinkedHashMap<>();
    methods.forEach((name, chunk) -> times.put(name, new double[rounds]));
    for (int round = -1; round < rounds; round++) {
      for (Map.Entry<String, Runnable> method : methods.entrySet()) {
        long start = System.nanoTime();
        method.getValue().run();
        if (round >= 0) {
          times.get(method.getKey())[round] = (System.nanoTime() - start) * 1e-6 / steps;
        }
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    times.forEach((name, values) -> medians.put(name, median(values)));
    return medians;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
