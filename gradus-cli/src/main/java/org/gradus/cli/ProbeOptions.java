package org.gradus.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.gradus.core.Monitor;
import org.gradus.lab.probe.ProbedModel;
import org.gradus.lab.solve.Answer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What all kinds of {@code probe} share: the model, the data, where answers go. */
final class ProbeOptions {
  @Mixin private AnswerOptions answers;

  @Parameters(paramLabel = "MODEL", description = "The folder 'train' made.")
  private Path model;

  @ArgGroup(heading = "The data:%n", exclusive = false)
  private DataOptions data = new DataOptions();

  /** What is done with the opened model. */
  @FunctionalInterface
  interface Probe {
    Answer measure(ProbedModel model, Monitor monitor) throws IOException;
  }

  /** Opens model and data, measures, and tells. */
  int answer(Probe probe) throws IOException {
    try (ProbedModel opened = ProbedModel.open(model, data.required(), data.reading())) {
      return answers.answer(monitor -> probe.measure(opened, monitor));
    }
  }
}
