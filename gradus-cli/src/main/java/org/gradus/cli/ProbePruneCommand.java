package org.gradus.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.gradus.lab.probe.PruneProbing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gradus probe prune}: a saved model pruned in one shot. */
@Command(
    name = "prune",
    description = {
      "Remove a share of a saved model's weights without retraining, tell its metric on the data",
      "before and after, and save what is left as a model of its own."
    },
    footer = {"", "Example:  gradus probe prune model --data test.csv --sparsity 0.9 --out pruned"},
    mixinStandardHelpOptions = true)
final class ProbePruneCommand implements Callable<Integer> {
  @Mixin private ProbeOptions probe;

  @Option(
      names = "--sparsity",
      paramLabel = "SHARE",
      required = true,
      description = "Share of the kernels' weights to remove, in [0, 1).")
  private double sparsity;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "mfac",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private PruneProbing.Method method;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "16",
      description = "Rounds in which M-FAC removes them (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "pruned",
      description = "Where the pruned model goes (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides the batches gradients are of (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws IOException {
    PruneProbing.Request request =
        UsageException.parse(() -> new PruneProbing.Request(method, sparsity, rounds, seed));
    Output.requireWritable(out);
    return probe.answer((model, monitor) -> PruneProbing.prune(model, request, out));
  }
}
