package org.gradus.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.gradus.core.Monitor;
import org.gradus.core.Solution;
import org.gradus.core.Threads;
import org.gradus.lab.provenance.Environment;
import org.gradus.lab.result.Provenance;
import org.gradus.lab.solve.Answer;
import org.gradus.lab.solve.AnswerFolder;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all kinds of {@code solve} share: where answers go, when to stop, how it is told. */
final class SolveOptions {
  @Mixin Output output;
  @Mixin RunOptions run;

  @Option(
      names = "--max-iterations",
      paramLabel = "N",
      description = "Stop after so many iterations (default: the solver's own limit).")
  private Integer maxIterations;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write the result document to a file ('-': standard output).")
  private Path json;

  /** The limit on iterations, if one was given. */
  Optional<Integer> limit() {
    if (maxIterations != null && maxIterations < 0) {
      throw new UsageException("--max-iterations is " + maxIterations + "; it must be >= 0");
    }
    return Optional.ofNullable(maxIterations);
  }

  /** Solves with progress, writes the run folder and prints what came out. */
  int answer(Function<Monitor, Answer> solving) throws IOException {
    Output.requireFolderOf(json);
    Output.requireWritable(run.runs);
    Threads.use(run.threads());
    Instant started = Instant.now();
    Answer answer;
    try (IterationProgress progress = new IterationProgress(output.err())) {
      answer = solving.apply(progress);
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
