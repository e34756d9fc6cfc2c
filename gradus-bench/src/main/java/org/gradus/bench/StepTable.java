package org.gradus.bench;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.gradus.core.Threads;

/**
 * The tables of whole steps: per model what each method costs over SGD's step, and what our trainer
 * adds to the libtorch calls of an AdamW step.
 *
 * <p>Arguments: threads (1), rounds (9), models ({@link StepModel}; all).
 */
final class StepTable {
  private StepTable() {}

  /** Prints a table a model, then the trainer's share for all. */
  public static void main(String[] arguments) {
    int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 9;
    Threads.use(threads);
    Markdown shares =
        new Markdown(
            "model", "AdamW step", "without trainer, objective, checks", "share of Java's side");
    for (StepModel model : models(arguments)) {
      Map<StepCase, Workload> work = new EnumMap<>(StepCase.class);
      for (StepCase step : StepCase.values()) {
        work.put(step, step.prepare(model));
      }
      Map<StepCase, Double> seconds = new Rounds(rounds, 0.3).medians(work);
      System.out.printf("%n%s, %d thread(s), %d rounds%n%n", model.title(), threads, rounds);
      System.out.print(methods(seconds));
      double whole = seconds.get(StepCase.ADAMW);
      double bare = seconds.get(StepCase.BARE_ADAMW);
      shares.row(
          model.title(),
          Markdown.time(whole),
          Markdown.time(bare),
          Markdown.percent((whole - bare) / whole));
    }
    System.out.printf("%n%s", shares);
  }

  private static List<StepModel> models(String[] arguments) {
    List<StepModel> named = Arrays.stream(arguments).skip(2).map(StepModel::valueOf).toList();
    return named.isEmpty() ? List.of(StepModel.values()) : named;
  }

  private static Markdown methods(Map<StepCase, Double> seconds) {
    Markdown table = new Markdown("step", "time", "over Sgd's");
    double sgd = seconds.get(StepCase.SGD);
    seconds.forEach(
        (step, time) -> table.row(step.title(), Markdown.time(time), Markdown.ratio(time / sgd)));
    return table;
  }
}
