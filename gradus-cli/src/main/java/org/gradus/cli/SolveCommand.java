package org.gradus.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gradus solve}: structured problems from files, one subcommand a kind of problem. */
@Command(
    name = "solve",
    description = {
      "Solve a structured problem given as files. The answer comes with a certificate that is",
      "computed from the problem and the answer alone; a run folder keeps it with its trace and a",
      "report. Ctrl-C stops at the best answer so far."
    },
    subcommands = {
      SolveTransportCommand.class,
      SolveCompletionCommand.class,
      SolveLogisticCommand.class,
      SolveUnmixCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  gradus solve transport --cost cost.csv --a a.csv --b b.csv --eta 100",
      "  gradus solve completion --entries ratings.csv --rank 10 --ridge 0.01"
    },
    mixinStandardHelpOptions = true)
final class SolveCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a kind of problem is needed");
  }
}
