package org.gradus.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.gradus.core.Monitor;
import org.gradus.core.Threads;
import org.gradus.lab.reproduce.Recipe;
import org.gradus.lab.reproduce.Recipes;
import org.gradus.lab.reproduce.Reproduction;
import org.gradus.lab.reproduce.ReproductionResult;
import org.gradus.lab.text.DidYouMean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradus reproduce}: tests a paper's claims at small scale. */
@Command(
    name = "reproduce",
    description = {
      "Run a paper's experiment at small scale and judge its claims by rules fixed beforehand.",
      "Interrupted, it keeps what is done; the same command with --resume goes on."
    },
    footer = {
      "",
      "Examples:",
      "  gradus reproduce sophia",
      "  gradus reproduce adahessian --smoke --json claims.json",
      "  gradus reproduce --all --family training --resume"
    },
    mixinStandardHelpOptions = true)
final class ReproduceCommand implements Callable<Integer> {
  private static final Path LEDGER = Path.of("docs", "evidence");

  @Mixin private Output output;
  @Mixin private RunOptions run;

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "The recipe: a paper's id in 'gradus list'.")
  private String id;

  @Option(names = "--smoke", description = "A tiny size that only shows the code runs.")
  private boolean smoke;

  @Option(names = "--all", description = "Run every recipe and write the ledger.")
  private boolean all;

  @Option(
      names = "--family",
      paramLabel = "NAME",
      description = "With --all: only this family (training, solving, adaptation, generation).")
  private String family;

  @Option(
      names = "--ledger",
      paramLabel = "FOLDER",
      description = "Where --all, or a single full run, writes its pages.")
  private Path ledger;

  @Option(names = "--resume", description = "Use what an earlier attempt finished.")
  private boolean resume;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the claims and verdicts to a file ('-': standard output).")
  private Path json;

  @Override
  public Integer call() throws IOException {
    List<Recipe> recipes = recipes();
    Output.requireFolderOf(json);
    Threads.use(1);
    Reproduction.Settings settings =
        new Reproduction.Settings(
            run.runs, smoke, run.threads(), resume, run.commandLine(), monitor(), this::progress);
    List<ReproductionResult> results;
    try {
      results = perform(recipes, settings);
    } catch (CancellationException e) {
      output.err().println("interrupted; '--resume' goes on from here");
      return Exit.INTERRUPTED;
    }
    PrintWriter out = json != null && json.toString().equals("-") ? output.err() : output.out();
    results.forEach(r -> print(r, out));
    recipes.forEach(r -> out.println("report: " + settings.folder(r).resolve("report.html")));
    if (json != null) {
      output.jsonText(all ? documents(results) : results.get(0).toJson(), json);
    }
    return Exit.OK;
  }

  private List<ReproductionResult> perform(List<Recipe> recipes, Reproduction.Settings settings)
      throws IOException {
    if (all || ledger != null) {
      return Reproduction.all(recipes, settings, ledger == null ? LEDGER : ledger);
    }
    return List.of(Reproduction.run(recipes.get(0), settings));
  }

  private List<Recipe> recipes() {
    if (all == (id != null)) {
      throw new UsageException("give either a recipe's ID or --all");
    }
    if (id != null) {
      return List.of(
          Recipes.find(id)
              .orElseThrow(
                  () ->
                      new UsageException(
                          DidYouMean.unknown(
                                  "recipe", id, Recipes.all().stream().map(Recipe::id).toList())
                              .getMessage())));
    }
    List<Recipe> found = family == null ? Recipes.all() : Recipes.family(family);
    if (found.isEmpty()) {
      throw new UsageException("no recipe belongs to the family '" + family + "'");
    }
    return found;
  }

  private static String documents(List<ReproductionResult> results) {
    return results.stream()
        .map(ReproductionResult::toJson)
        .reduce((a, b) -> a + ",\n" + b)
        .map(s -> "[" + s + "]")
        .orElse("[]");
  }

  private static Monitor monitor() {
    return new Monitor() {
      @Override
      public boolean cancelled() {
        return Interruption.requested();
      }
    };
  }

  private void progress(String piece, int done, int known) {
    output.err().printf("[%d/%d] %s%n", done, known, piece);
  }

  private static void print(ReproductionResult result, PrintWriter out) {
    out.printf("%n%s (paper %s)%s%n", result.title(), result.paper(), size(result));
    for (ReproductionResult.ClaimResult claim : result.claims()) {
      String verdict =
          claim.verdict() == null ? "NOT RUN" : claim.verdict().word().toUpperCase(Locale.ROOT);
      out.printf("%n  %-14s %s: %s%n", verdict.replace('_', ' '), claim.id(), claim.text());
      out.printf("  %-14s paper: %s%n", "", claim.number());
      out.printf("  %-14s rule: %s%n", "", claim.rule());
      out.printf("  %-14s found: %s%n", "", claim.note());
    }
    out.printf(Locale.ROOT, "%n%.0f s%n", result.seconds());
  }

  private static String size(ReproductionResult result) {
    return result.smoke() ? ", smoke size: verdicts only show that the code runs" : "";
  }
}
