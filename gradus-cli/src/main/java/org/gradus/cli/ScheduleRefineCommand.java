package org.gradus.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.gradus.lab.compare.RunFolder;
import org.gradus.lab.method.Methods;
import org.gradus.lab.refine.RunRefinement;
import org.gradus.lab.text.DidYouMean;
import org.gradus.schedule.Refinement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradus schedule refine}: a run's gradient norms become the next run's schedule. */
@Command(
    name = "refine",
    description = {
      "Compute the next run's schedule from the gradient norms of a run of 'compare'.",
      "Writes it as JSON, with a picture beside it (arXiv 2310.07831). Record along a decent",
      "schedule, such as METHOD+linear; after that only the learning rate is tuned anew."
    },
    footer = {
      "",
      "Examples:",
      "  gradus compare digits --methods adamw+linear",
      "  gradus schedule refine runs/20261124-101500-digits --out refined.json",
      "  gradus compare digits --methods adamw+linear,adamw+refined:refined.json"
    },
    mixinStandardHelpOptions = true)
final class ScheduleRefineCommand implements Callable<Integer> {
  @Mixin private Output output;

  @Parameters(paramLabel = "RUN", description = "The run folder of a comparison.")
  private Path run;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      description = "Whose run (default: the comparison's first method).")
  private String method;

  @Option(
      names = "--power",
      paramLabel = "1|2",
      description = {
        "2 weighs by squared L2 norms, 1 by L1 norms",
        "(default: 2 for SGD and what wraps it, else 1)."
      })
  private Integer power;

  @Option(
      names = "--smoothing",
      paramLabel = "SHARE",
      description = "Width of the running median, as a share of the run (default: 0.1).")
  private double smoothing = Refinement.DEFAULT_SMOOTHING;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the schedule goes (default: refined-METHOD.json in the run folder).")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Output.requireFolderOf(out);
    if (!Files.isDirectory(run)) {
      throw new UsageException("there is no run folder " + run);
    }
    try (RunFolder folder = RunFolder.open(run)) {
      String id = UsageException.parse(() -> chosen(folder.header().plan().methods()));
      Refinement refinement = UsageException.parse(() -> refinement(id));
      RunRefinement refined = RunRefinement.of(folder, id, refinement);
      Path file = out == null ? run.resolve(name(id)) : out;
      Path picture = picture(file);
      Output.writing(file, () -> refined.write(file, run.toString()));
      Output.writing(picture, () -> refined.draw(picture));
      tell(refined, file, picture);
    }
    return Exit.OK;
  }

  private String chosen(List<String> compared) {
    if (method == null) {
      return compared.get(0);
    }
    String id = Methods.parse(method).id();
    if (!compared.contains(id)) {
      throw DidYouMean.unknown("method of this run", id, compared);
    }
    return id;
  }

  private Refinement refinement(String id) {
    return power == null ? RunRefinement.suited(id, smoothing) : new Refinement(smoothing, power);
  }

  private static String name(String id) {
    return "refined-" + id.replaceAll("[^A-Za-z0-9.-]+", "-").replaceAll("-+$", "") + ".json";
  }

  private static Path picture(Path file) {
    return file.resolveSibling(file.getFileName().toString().replaceAll("\\.json$", "") + ".svg");
  }

  private void tell(RunRefinement refined, Path file, Path picture) {
    long raised = Refinement.raised(refined.norms());
    if (raised > 0) {
      output
          .err()
          .printf(
              "note: %d of %d norms are nearly 0: the run had converged, and the schedule puts its"
                  + " weight there%n",
              raised, refined.norms().length);
    }
    output.out().println("schedule: " + file);
    output.out().println("picture: " + picture);
    output.out().printf("use it: --methods '%s+refined:%s'%n", bare(refined.method()), file);
  }

  /** The method without its parts. */
  private static String bare(String id) {
    int plus = id.indexOf('+');
    return plus < 0 ? id : id.substring(0, plus);
  }
}
