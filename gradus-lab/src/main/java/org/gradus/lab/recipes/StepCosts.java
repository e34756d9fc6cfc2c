package org.gradus.lab.recipes;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.global.torch;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.fair.StepTimer;

/**
 * What a step of each method costs on one task.
 *
 * @param milliseconds step times by method, in the order measured
 */
public record StepCosts(Map<String, Double> milliseconds) {

  /**
   * Measures in turns, on the calling thread with one libtorch thread.
   *
   * @param steps steps a turn, a multiple of every method's period
   * @param rounds turns
   */
  public static StepCosts measure(
      Context context, TrainingTask task, Map<String, Method> methods, int steps, int rounds) {
    torch.set_num_threads(1);
    Map<String, Runnable> chunks = new LinkedHashMap<>();
    methods.forEach(
        (name, method) -> {
          TrainingTask.Session session = task.session(method, Plan.cosine(steps * 100, 1), 0);
          chunks.put(name, () -> session.trainer().steps(steps, context.monitor()));
        });
    return new StepCosts(StepTimer.measure(chunks, steps, rounds));
  }

  /** A method's step time as a multiple of another's. */
  public double ratio(String method, String reference) {
    return milliseconds.get(method) / milliseconds.get(reference);
  }

  /** The costs as a table, relative to the method measured first. */
  public Table table(String title) {
    String first = milliseconds.keySet().iterator().next();
    Table.Builder table = Table.titled(title, "method", "ms a step", "relative to " + first);
    milliseconds.forEach(
        (name, ms) ->
            table.row(
                name,
                String.format(Locale.ROOT, "%.2f", ms),
                String.format(Locale.ROOT, "%.2f", ratio(name, first))));
    return table.build();
  }
}
