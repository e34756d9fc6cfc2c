package org.gradus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.gradus.core.Threads;

/**
 * Resident memory over many steps of the small network with each method: after a tenth of the
 * steps, when everything has been compiled and allocated once, and at the end.
 *
 * <p>Arguments: steps (10000), the model (MLP). Linux only: reads {@code /proc/self/status}.
 */
final class MemoryFlat {
  private static final Set<StepCase> METHODS =
      EnumSet.complementOf(
          EnumSet.of(
              StepCase.FORWARD_BACKWARD,
              StepCase.BARE_ADAMW,
              StepCase.LIBTORCH_ADAMW,
              StepCase.GRADIENT_AND_PRODUCT));

  private MemoryFlat() {}

  /** Prints the table. */
  public static void main(String[] arguments) throws IOException {
    int steps = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    StepModel model = arguments.length > 1 ? StepModel.valueOf(arguments[1]) : StepModel.MLP;
    Threads.use(1);
    Markdown table =
        new Markdown(
            "method",
            "after %,d steps".formatted(steps / 10),
            "after %,d".formatted(steps),
            "grew");
    // The JVM's own heap grows to its size in the first run, whatever is run: not in a row then.
    run(StepCase.SGD.prepare(model), steps);
    for (StepCase method : METHODS) {
      Workload work = method.prepare(model);
      run(work, steps / 10);
      double early = residentMiB();
      run(work, steps - steps / 10);
      double late = residentMiB();
      table.row(
          method.title(),
          "%.1f MiB".formatted(early),
          "%.1f MiB".formatted(late),
          Markdown.percent(late / early - 1));
    }
    System.out.printf("%n%s%n%n%s", model.title(), table);
  }

  private static void run(Workload work, int steps) {
    for (int i = 0; i < steps; i += work.units()) {
      work.run();
    }
  }

  private static double residentMiB() throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(l -> l.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
  }
}
