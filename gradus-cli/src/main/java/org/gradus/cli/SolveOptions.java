package org.gradus.cli;

import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all kinds of {@code solve} share: where answers go and when to stop. */
final class SolveOptions {
  @Mixin private AnswerOptions answers;

  @Option(
      names = "--max-iterations",
      paramLabel = "N",
      description = "Stop after so many iterations (default: the solver's own limit).")
  private Integer maxIterations;

  /** The limit on iterations, if one was given. */
  Optional<Integer> limit() {
    if (maxIterations != null && maxIterations < 0) {
      throw new UsageException("--max-iterations is " + maxIterations + "; it must be >= 0");
    }
    return Optional.ofNullable(maxIterations);
  }

  /** Solves with progress, writes the run folder and prints what came out. */
  int answer(AnswerOptions.Work solving) throws IOException {
    return answers.answer(solving);
  }
}
