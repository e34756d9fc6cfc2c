package org.gradus.cli;

import java.io.IOException;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.gradus.core.Check;
import org.gradus.lab.probe.CurvatureProbing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gradus probe curvature}: Hessian and Gauss-Newton measures of a saved model. */
@Command(
    name = "curvature",
    description = {
      "Trace, Frobenius norm, extreme eigenvalues and spectral density of the loss's Hessian with",
      "error bars, SAM-sharpness, Gauss-Newton sharpness, learning rates and damping they suggest,",
      "and how close a given learning rate is to its stability limit."
    },
    footer = {"", "Example:  gradus probe curvature model --data train.csv --rate 0.1"},
    mixinStandardHelpOptions = true)
final class ProbeCurvatureCommand implements Callable<Integer> {
  @Mixin private ProbeOptions probe;

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Measure on so many examples, evenly spread (default: ${DEFAULT-VALUE}).")
  private int examples;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Examples of a mini-batch, whose noise is measured (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--rate",
      paramLabel = "NUMBER",
      description = "A learning rate to judge: is it at its limit?")
  private Double rate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides random probes (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws IOException {
    CurvatureProbing.Request request =
        UsageException.parse(
            () ->
                new CurvatureProbing.Request(
                    Check.atLeast("--examples", examples, 2),
                    Check.atLeast("--batch-size", batchSize, 1),
                    rate == null
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Check.positive("--rate", rate)),
                    seed));
    return probe.answer((model, monitor) -> CurvatureProbing.measure(model, request, monitor));
  }
}
