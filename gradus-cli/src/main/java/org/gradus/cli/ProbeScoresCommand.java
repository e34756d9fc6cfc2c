package org.gradus.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.gradus.lab.probe.ScoreProbing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gradus probe scores}: how hard each example is for a saved classifier. */
@Command(
    name = "scores",
    description = {
      "Score every example by the model: EL2N (error of the predicted probabilities) or GraNd (norm",
      "of the example's gradient). Writes them as CSV and shows the hardest examples and those whose",
      "label is probably wrong. A model trained for a few epochs scores better than a finished one."
    },
    footer = {"", "Example:  gradus probe scores model --data train.csv --score grand"},
    mixinStandardHelpOptions = true)
final class ProbeScoresCommand implements Callable<Integer> {
  @Mixin private ProbeOptions probe;

  @Option(
      names = "--score",
      paramLabel = "NAME",
      defaultValue = "el2n",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private ScoreProbing.Score score;

  @Override
  public Integer call() throws IOException {
    return probe.answer((model, monitor) -> ScoreProbing.measure(model, score));
  }
}
