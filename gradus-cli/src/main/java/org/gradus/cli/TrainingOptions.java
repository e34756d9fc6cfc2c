package org.gradus.cli;

import java.util.List;
import org.gradus.lab.compare.ComparePlan;
import org.gradus.lab.task.Task;
import picocli.CommandLine.Option;

/** How long and how a model is trained; shared by {@code compare} and {@code train}. */
final class TrainingOptions {
  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs of every training (default: what suits the task).")
  private Integer epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Examples a step (default: what suits the task).")
  private Integer batchSize;

  @Option(
      names = "--schedule",
      paramLabel = "none|cosine",
      description = "How the learning rate goes down, where a method has no +SCHEDULE of its own.")
  private ComparePlan.Decay decay;

  @Option(
      names = "--set",
      paramLabel = "METHOD.PARAMETER=VALUE",
      description = "Fix a hyper-parameter; 'compare' then does not search it. May be repeated.")
  List<String> settings = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides weights, batch order and search (default: ${DEFAULT-VALUE}).")
  long seed;

  /** The epochs asked for, or the task's; at least 1. */
  int epochs(Task task) {
    if (epochs != null && epochs < 1) {
      throw new UsageException("--epochs is " + epochs + "; it must be a whole number >= 1");
    }
    return epochs == null ? task.epochs() : epochs;
  }

  /** The batch size asked for, or the task's. */
  int batchSize(Task task) {
    return batchSize == null ? task.batchSize() : batchSize;
  }

  /** How the learning rate was asked to go down, or how the task has it. */
  ComparePlan.Decay decay(Task task) {
    if (decay != null) {
      return decay;
    }
    return task.cosine() ? ComparePlan.Decay.COSINE : ComparePlan.Decay.NONE;
  }
}
