package org.gradus.cli;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.gradus.lab.model.ModelSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where a run goes and what it may use; shared by the commands that work long. */
final class RunOptions {
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--runs",
      paramLabel = "FOLDER",
      defaultValue = "runs",
      description = "Where run folders go (default: ${DEFAULT-VALUE}).")
  Path runs;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = {
        "Threads of an operation, for 'reproduce' trainings side by side (default: 1 for linear",
        "and mlp, whose operations are too small to share; else the processors, at most 4)."
      })
  private Integer threads;

  private static final int MOST_BY_DEFAULT = 4;

  /** The threads asked for, or the default. */
  int threads() {
    if (threads == null) {
      return Math.min(MOST_BY_DEFAULT, Runtime.getRuntime().availableProcessors());
    }
    if (threads < 1) {
      throw new UsageException("--threads is " + threads + "; it must be a whole number >= 1");
    }
    return threads;
  }

  /** The threads asked for, or what suits a model: a second thread only spins on small products. */
  int threads(ModelSpec model) {
    boolean dense = model instanceof ModelSpec.Linear || model instanceof ModelSpec.Mlp;
    return threads == null && dense ? 1 : threads();
  }

  /** Whether a number of threads was asked for. */
  boolean threadsGiven() {
    return threads != null;
  }

  /** The command line as it was typed, arguments with blanks quoted. */
  String commandLine() {
    return spec.root().commandLine().getParseResult().originalArgs().stream()
        .map(RunOptions::quoted)
        .collect(Collectors.joining(" ", "gradus ", ""));
  }

  private static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_./:=,@%+-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
