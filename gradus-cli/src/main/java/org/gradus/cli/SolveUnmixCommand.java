package org.gradus.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gradus.lab.data.SpectralImage;
import org.gradus.lab.data.SpectralImageReader;
import org.gradus.lab.solve.UnmixingSolving;
import org.gradus.unmixing.UnmixingProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gradus solve unmix}: the pure spectra of an image and their shares. */
@Command(
    name = "unmix",
    description = {
      "Write a spectral image as few pure spectra in varying shares. Reads ENVI (.hdr), NumPy (.npy),",
      "MATLAB 5 (.mat) and text; writes spectra and shares as CSV, with a picture of each share."
    },
    footer = {"", "Example:  gradus solve unmix --image scene.hdr --endmembers 4"},
    mixinStandardHelpOptions = true)
final class SolveUnmixCommand implements Callable<Integer> {
  @Mixin private SolveOptions solve;

  @Option(names = "--image", paramLabel = "FILE", required = true, description = "The image.")
  private Path image;

  @Option(
      names = "--variable",
      paramLabel = "NAME",
      description = "Which variable of a MATLAB file (default: the only one of that shape).")
  private String variable;

  @Option(
      names = "--endmembers",
      paramLabel = "K",
      required = true,
      description = "How many pure spectra, at least 1.")
  private int endmembers;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "rrlbs",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private UnmixingSolving.Method method;

  @Override
  public Integer call() throws IOException {
    SpectralImage read = SpectralImageReader.read(image, Optional.ofNullable(variable));
    UnmixingProblem problem = UsageException.parse(() -> UnmixingSolving.problem(read, endmembers));
    return solve.answer(monitor -> UnmixingSolving.solve(problem, method, solve.limit(), monitor));
  }
}
