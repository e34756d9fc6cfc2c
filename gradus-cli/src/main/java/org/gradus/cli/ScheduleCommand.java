package org.gradus.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gradus schedule}: learning-rate schedules computed from runs. */
@Command(
    name = "schedule",
    description = "Learning-rate schedules computed from runs.",
    subcommands = ScheduleRefineCommand.class,
    mixinStandardHelpOptions = true)
final class ScheduleCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: refine");
  }
}
