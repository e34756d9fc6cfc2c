package org.gradus.lab.reproduce.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.core.AtomicFiles;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.ReproductionResult;
import org.gradus.lab.reproduce.ReproductionResult.ClaimResult;

/** The folder of evidence pages: the last result of each recipe, and an index of all claims. */
public final class Ledger {
  private Ledger() {}

  /**
   * Enters a result, replacing the former one of the same recipe, and rebuilds the index.
   *
   * @param folder the ledger, made if it is not there
   */
  public static void add(ReproductionResult result, Path folder) throws IOException {
    Files.createDirectories(folder);
    result.write(folder.resolve(result.id() + ".json"));
    AtomicFiles.write(folder.resolve(result.id() + ".md"), MarkdownPage.of(result));
    for (Plot plot : result.plots()) {
      AtomicFiles.write(folder.resolve(MarkdownPage.plotFile(result, plot)), SvgPlot.draw(plot));
    }
    AtomicFiles.write(folder.resolve("README.md"), index(results(folder)));
  }

  private static List<ReproductionResult> results(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(f -> f.getFileName().toString().endsWith(".json")).toList();
    }
    List<ReproductionResult> results = new ArrayList<>();
    for (Path file : files) {
      results.add(ReproductionResult.read(file));
    }
    results.sort(
        Comparator.comparing(ReproductionResult::paper).thenComparing(ReproductionResult::id));
    return results;
  }

  private static String index(List<ReproductionResult> results) {
    StringBuilder out =
        new StringBuilder(
            """
            # Evidence

            What papers claim and what came out here, at the scale of minutes on two cores. Each \
            rule was fixed before its run; a claim that did not hold is listed as such. \
            `./gradus reproduce <id>` runs one again; this page is generated from the results \
            beside it.

            """);
    out.append(
        MarkdownPage.row(
            List.of("paper", "claim", "the paper's number", "ours", "verdict", "cost", "plot")));
    out.append(MarkdownPage.row(List.of("---", "---", "---", "---", "---", "---", "---")));
    for (ReproductionResult result : results) {
      result.claims().forEach(claim -> out.append(row(result, claim)));
    }
    return out.toString().replace("\r\n", "\n");
  }

  private static String row(ReproductionResult result, ClaimResult claim) {
    boolean first = claim.equals(result.claims().get(0));
    String plot =
        result.plots().isEmpty()
            ? ""
            : "[plot](" + MarkdownPage.plotFile(result, result.plots().get(0)) + ")";
    return MarkdownPage.row(
        List.of(
            "[%s %s](%s.md)".formatted(result.paper(), result.id(), result.id()),
            claim.text(),
            claim.number(),
            claim.numbers().isEmpty() ? claim.note() : Words.numbers(claim.numbers()),
            Words.verdict(claim, result.smoke()),
            first ? Words.duration(result.seconds()) : "",
            first ? plot : ""));
  }
}
