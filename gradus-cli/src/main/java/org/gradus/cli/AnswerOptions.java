package org.gradus.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Monitor;
import org.gradus.core.Solution;
import org.gradus.core.Threads;
import org.gradus.lab.provenance.Environment;
import org.gradus.lab.result.Provenance;
import org.gradus.lab.solve.Answer;
import org.gradus.lab.solve.AnswerFolder;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code solve} and {@code probe} share: where answers go and how they are told. */
final class AnswerOptions {
  @Mixin private Output output;
  @Mixin private RunOptions run;

  /** What makes an answer. */
  @FunctionalInterface
  interface Work {
    Answer apply(Monitor monitor) throws IOException;
  }

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write the result document to a file ('-': standard output).")
  private Path json;

  /** Works with progress, writes the run folder and prints what came out. */
  int answer(Work work) throws IOException {
    Output.requireFolderOf(json);
    Output.requireWritable(run.runs);
    Threads.use(run.threads());
    Instant started = Instant.now();
    Answer answer;
    try (IterationProgress progress = new IterationProgress(output.err())) {
      answer = work.apply(progress);
    }
    Provenance provenance =
        Environment.provenance(run.commandLine(), answer.title(), null, run.threads(), started);
    Path[] folder = new Path[1];
    Output.writing(run.runs, () -> folder[0] = AnswerFolder.write(answer, provenance, run.runs));
    boolean toStandardOutput = json != null && json.toString().equals("-");
    print(answer, folder[0], toStandardOutput ? output.err() : output.out());
    if (json != null) {
      output.jsonText(AnswerFolder.json(answer, provenance), json);
    }
    return exit(answer.status());
  }

  private static void print(Answer answer, Path folder, PrintWriter out) {
    out.println(answer.title());
    out.println(AnswerFolder.Words.status(answer.status()) + ": " + answer.message());
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"method", answer.solver()});
    answer
        .certificate()
        .forEach((name, value) -> rows.add(new String[] {name, AnswerFolder.Words.number(value)}));
    out.println(
        TextTable.of(
            rows,
            List.of(TextTable.column("", r -> r[0], 50), TextTable.column("", r -> r[1], 60))));
    answer.files().forEach(file -> out.println("solution: " + folder.resolve(file.name())));
    out.println("report: " + folder.resolve(AnswerFolder.REPORT));
  }

  private static int exit(Solution.Status status) {
    return switch (status) {
      case CONVERGED -> Exit.OK;
      case CANCELLED -> Exit.INTERRUPTED;
      case LIMIT_REACHED, INFEASIBLE, BREAKDOWN -> Exit.FAILED;
    };
  }
}
