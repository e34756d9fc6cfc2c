package org.gradus.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.solve.compare.SolverTask;
import org.gradus.lab.solve.compare.SolverTasks;
import org.gradus.lab.task.Task;
import org.gradus.lab.task.Tasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gradus tasks}: the built-in tasks. */
@Command(
    name = "tasks",
    description = "List the built-in tasks with size, model, metric and how long a training takes.",
    mixinStandardHelpOptions = true)
final class TasksCommand implements Callable<Integer> {
  private static final int WIDTH = 58;

  @Mixin private Output output;

  @Option(names = "--json", description = "Print the tasks as a JSON array.")
  private boolean json;

  /** A task as JSON. */
  private record Row(
      String id,
      String title,
      String size,
      String model,
      List<String> alternatives,
      String metric,
      int epochs,
      int batchSize,
      double minutes,
      boolean present) {
    static Row of(Task t) {
      return new Row(
          t.id(),
          t.title(),
          t.size(),
          t.model().text(),
          t.alternatives().stream().map(ModelSpec::text).toList(),
          t.measure().metric().name(),
          t.epochs(),
          t.batchSize(),
          t.seconds() / 60,
          NamedData.standard().isPresent(t.data()));
    }

    String others() {
      return String.join(", ", alternatives);
    }

    String duration() {
      return minutes < 1
          ? String.format(Locale.ROOT, "%.0f s", Math.max(1, minutes * 60))
          : String.format(Locale.ROOT, "%.0f min", minutes);
    }
  }

  @Override
  public Integer call() throws IOException {
    List<Row> rows = Tasks.all().stream().map(Row::of).toList();
    if (json) {
      output.json(rows);
      return Exit.OK;
    }
    output
        .out()
        .println(
            TextTable.of(
                rows,
                List.of(
                    TextTable.column("task", Row::id, WIDTH),
                    TextTable.column("what", Row::title, WIDTH),
                    TextTable.column("size", Row::size, WIDTH),
                    TextTable.column(
                        "model (others)", r -> r.model() + " (" + r.others() + ")", WIDTH),
                    TextTable.column("metric", Row::metric, WIDTH),
                    TextTable.column("one training", Row::duration, WIDTH),
                    TextTable.column("data", r -> r.present() ? "here" : "to be fetched", WIDTH))));
    output.out().println("Problems whose solvers can be compared:\n");
    output
        .out()
        .println(
            TextTable.of(
                SolverTasks.all(),
                List.of(
                    TextTable.column("problems", SolverTask::id, WIDTH),
                    TextTable.column("what", SolverTask::description, 100))));
    return Exit.OK;
  }
}
