package org.gradus.lab.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.core.Monitor;
import org.gradus.lab.provenance.Environment;
import org.gradus.lab.reproduce.ledger.HtmlReport;
import org.gradus.lab.reproduce.ledger.Ledger;

/** Runs recipes and leaves their documents. */
public final class Reproduction {
  /**
   * How recipes are run.
   *
   * @param runs the folder run folders lie in
   * @param smoke whether to run the smoke size
   * @param threads worker threads, at least 1
   * @param resume whether what an earlier attempt finished is used; otherwise it is removed first
   * @param command the command line, for provenance
   * @param monitor may stop the work
   * @param progress hears of finished pieces
   */
  public record Settings(
      Path runs,
      boolean smoke,
      int threads,
      boolean resume,
      String command,
      Monitor monitor,
      Progress progress) {
    /** Where a recipe's run lies: {@code reproduce-<id>}, with {@code -smoke} at that size. */
    public Path folder(Recipe recipe) {
      return runs.resolve("reproduce-" + recipe.id() + (smoke ? "-smoke" : ""));
    }
  }

  private Reproduction() {}

  /**
   * Runs one recipe and writes {@code result.json} and {@code report.html} to its run folder.
   *
   * @throws java.util.concurrent.CancellationException if it was stopped; resume continues it
   */
  public static ReproductionResult run(Recipe recipe, Settings settings) throws IOException {
    Path folder = settings.folder(recipe);
    Path pieces = folder.resolve("pieces");
    if (!settings.resume()) {
      remove(pieces);
    }
    Files.createDirectories(folder);
    ReproductionResult result = measure(recipe, settings, pieces);
    result.write(folder.resolve("result.json"));
    HtmlReport.write(result, folder.resolve("report.html"));
    return result;
  }

  private static ReproductionResult measure(Recipe recipe, Settings settings, Path pieces) {
    List<Claim> claims = List.copyOf(recipe.claims());
    Instant started = Instant.now();
    long start = System.nanoTime();
    Findings findings =
        recipe.run(
            new Context(
                settings.smoke(),
                settings.threads(),
                pieces,
                settings.monitor(),
                settings.progress()));
    double seconds = (System.nanoTime() - start) * 1e-9;
    return new ReproductionResult(
        recipe.id(),
        recipe.entry().paper(),
        recipe.entry().title(),
        recipe.description(),
        settings.smoke(),
        ReproductionResult.join(claims, findings.findings()),
        findings.tables(),
        findings.plots(),
        Environment.provenance(
            settings.command(), "as each table says", null, settings.threads(), started),
        seconds);
  }

  /**
   * Runs several recipes and enters each result into the ledger as it is there. With {@link
   * Settings#resume} a recipe whose {@code result.json} is there is not run again.
   *
   * @param ledger the folder of the ledger pages, usually {@code docs/evidence}
   */
  public static List<ReproductionResult> all(List<Recipe> recipes, Settings settings, Path ledger)
      throws IOException {
    List<ReproductionResult> results = new ArrayList<>();
    for (Recipe recipe : recipes) {
      Path finished = settings.folder(recipe).resolve("result.json");
      boolean there = settings.resume() && Files.exists(finished);
      ReproductionResult result = there ? ReproductionResult.read(finished) : run(recipe, settings);
      Ledger.add(result, ledger);
      results.add(result);
    }
    return results;
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
