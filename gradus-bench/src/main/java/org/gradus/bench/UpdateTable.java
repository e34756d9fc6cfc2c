package org.gradus.bench;

import java.util.EnumMap;
import java.util.Map;
import org.gradus.core.Threads;

/**
 * The table of updates: each case at 10⁴, 10⁶ and 10⁷ parameters, its time over libtorch's AdamW on
 * one tensor, and over its bandwidth bound (vectors it must move at the rate of the copy).
 *
 * <p>Arguments: threads (1), rounds (15).
 */
final class UpdateTable {
  private static final long[] SIZES = {10_000, 1_000_000, 10_000_000};

  private UpdateTable() {}

  /** Prints the table. */
  public static void main(String[] arguments) {
    int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 15;
    Threads.use(threads);
    for (long size : SIZES) {
      System.out.printf("%n%,d parameters, %d thread(s), %d rounds%n%n", size, threads, rounds);
      Map<UpdateCase, Workload> work = new EnumMap<>(UpdateCase.class);
      for (UpdateCase update : UpdateCase.values()) {
        work.put(update, update.prepare(size));
      }
      System.out.print(table(new Rounds(rounds, 0.1).medians(work)));
    }
  }

  private static Markdown table(Map<UpdateCase, Double> seconds) {
    Markdown table = new Markdown("update", "time", "over libtorch's AdamW", "over its bound");
    double libtorch = seconds.get(UpdateCase.LIBTORCH_ADAMW);
    double vector = seconds.get(UpdateCase.COPY) / UpdateCase.COPY.vectors();
    seconds.forEach(
        (update, time) ->
            table.row(
                update.title(),
                Markdown.time(time),
                Markdown.ratio(time / libtorch),
                Markdown.ratio(time / (update.vectors() * vector))));
    return table;
  }
}
