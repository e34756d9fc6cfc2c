package org.gradus.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code gradus} command. */
@Command(
    name = "gradus",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Gradient-based optimization, compared fairly on your own data.",
    subcommands = {
      CompareCommand.class,
      TrainCommand.class,
      PredictCommand.class,
      EvaluateCommand.class,
      SolveCommand.class,
      ProbeCommand.class,
      ReproduceCommand.class,
      ScheduleCommand.class,
      ListCommand.class,
      ShowCommand.class,
      TasksCommand.class,
      DoctorCommand.class,
      GenerateCompletion.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  gradus compare digits                         which optimizer helps on the digits?",
      "  gradus compare --data sales.csv --target won  ... on your own table?",
      "  gradus show sophia-g                          what a method is, and its settings",
      "  source <(gradus generate-completion)          completion for bash and zsh",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted (can be resumed)."
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  /** Made by picocli. */
  public Main() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is needed");
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = Interruption.guard(() -> execute(out, err, args));
    out.flush();
    System.exit(code);
  }

  /** Runs the command with these streams; what tests call. */
  static int execute(PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = new CommandLine(new Main());
    line.setOut(out).setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAbbreviatedOptionsAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setExecutionStrategy(Failures::run);
    line.setExecutionExceptionHandler(Failures::report);
    line.setParameterExceptionHandler(Failures::usage);
    return line.execute(args);
  }
}
