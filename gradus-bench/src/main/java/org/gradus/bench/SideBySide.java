package org.gradus.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Whole training steps beside Python's PyTorch: the same models, batches, threads and environment,
 * each side in processes of its own, in turn, and the median over the rounds.
 *
 * <p>Needs Debian's {@code python3-torch} and {@code libopenblas0-pthread}; run from {@code
 * gradus-bench}. Arguments: threads (1), rounds (3).
 */
final class SideBySide {
  private static final String PYTHON = "/usr/bin/python3";

  private SideBySide() {}

  /** Prints the table. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String threads = arguments.length > 0 ? arguments[0] : "1";
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    Markdown table = new Markdown("model", "step", "Gradus", "PyTorch", "Gradus over PyTorch");
    for (StepModel model : StepModel.values()) {
      Map<StepCase, List<Double>> ours = new EnumMap<>(StepCase.class);
      Map<StepCase, List<Double>> theirs = new EnumMap<>(StepCase.class);
      for (int round = 0; round < rounds; round++) {
        collect(ours, List.of(java()), model, threads);
        collect(theirs, List.of(PYTHON, "peers/steps.py"), model, threads);
      }
      for (StepCase step : StepProcess.CASES) {
        double our = Rounds.median(ours.get(step));
        double their = Rounds.median(theirs.get(step));
        table.row(
            model.title(),
            step == StepCase.ADAMW ? "AdamW step" : step.title(),
            Markdown.time(our),
            Markdown.time(their),
            Markdown.ratio(our / their));
      }
    }
    System.out.printf("%nthreads: %s, rounds: %d%n%n%s", threads, rounds, table);
  }

  private static String[] java() {
    return new String[] {
      ProcessHandle.current().info().command().orElse("java"),
      "-Xmx1g",
      "-XX:+UseSerialGC",
      "-Dorg.bytedeco.javacpp.maxBytes=0",
      "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
      "-cp",
      System.getProperty("java.class.path"),
      StepProcess.class.getName()
    };
  }

  private static void collect(
      Map<StepCase, List<Double>> times, List<String> command, StepModel model, String threads)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(command);
    line.add(model.name());
    line.add(threads);
    ProcessBuilder builder = new ProcessBuilder(line).redirectError(Redirect.INHERIT);
    builder.environment().put("OMP_NUM_THREADS", threads);
    builder.environment().put("OPENBLAS_NUM_THREADS", "1");
    Process process = builder.start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    if (process.waitFor() != 0) {
      throw new IOException("failed: " + String.join(" ", line));
    }
    for (String row : output.split("\n", -1)) {
      String[] fields = row.split(" ", -1);
      times
          .computeIfAbsent(StepCase.valueOf(fields[0]), k -> new ArrayList<>())
          .add(Double.parseDouble(fields[1]));
    }
  }
}
