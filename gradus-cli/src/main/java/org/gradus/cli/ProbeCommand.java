package org.gradus.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gradus probe}: measures of a saved model, one subcommand a measure. */
@Command(
    name = "probe",
    description = {
      "Measure a model that 'train' saved: the curvature of its loss and what it says about learning",
      "rates, how hard each example is for it, what pruning costs. Leaves a report in a run folder."
    },
    subcommands = {ProbeCurvatureCommand.class, ProbeScoresCommand.class, ProbePruneCommand.class},
    footer = {
      "",
      "Examples:",
      "  gradus probe curvature model --data train.csv --rate 0.1",
      "  gradus probe scores model --data train.csv --score grand",
      "  gradus probe prune model --data test.csv --sparsity 0.9 --out pruned"
    },
    mixinStandardHelpOptions = true)
final class ProbeCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a measure is needed");
  }
}
