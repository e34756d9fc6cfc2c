package org.gradus.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.gradus.lab.data.Triplets;
import org.gradus.lab.solve.CompletionSolving;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gradus solve completion}: the matrix of low rank that some of its entries determine. */
@Command(
    name = "completion",
    description = {
      "Complete a matrix of low rank from some of its entries (ratings, measurements). Writes the",
      "two factors as CSV, and the entries asked for."
    },
    footer = {
      "",
      "Examples:",
      "  gradus solve completion --entries ratings.csv --rank 10 --ridge 0.01",
      "  gradus solve completion --entries ratings.csv --rank 10 --predict wanted.csv"
    },
    mixinStandardHelpOptions = true)
final class SolveCompletionCommand implements Callable<Integer> {
  @Mixin private SolveOptions solve;

  @Option(
      names = "--entries",
      paramLabel = "FILE",
      required = true,
      description = "The known entries: CSV of row, column, value; names or numbers.")
  private Path entries;

  @Option(names = "--rank", paramLabel = "K", required = true, description = "The rank, >= 1.")
  private int rank;

  @Option(
      names = "--ridge",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description = {
        "Weight of the factors' squares, for noisy entries such as ratings; their mean is then",
        "taken off first. It counts against the share of entries that are known: a tenth of that",
        "share shrinks values by about a tenth (default: ${DEFAULT-VALUE}, for exact entries)."
      })
  private double ridge;

  @Option(
      names = "--predict",
      paramLabel = "FILE",
      description = "Entries asked for: CSV of row, column.")
  private Path predict;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "robust",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private CompletionSolving.Method method;

  @Option(
      names = "--tolerance",
      paramLabel = "NUMBER",
      defaultValue = "1e-10",
      description =
          "Stop at this relative residual, or where it no longer changes (default:"
              + " ${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(
      names = "--hold-out",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description = "Share of the entries kept back to judge by (default: ${DEFAULT-VALUE}).")
  private double holdOut;

  @Option(
      names = "--largest-part",
      description = "Leave out entries that share no row or column with the largest part.")
  private boolean largestPart;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides what is held out and drawn (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws IOException {
    Triplets triplets = Triplets.read(entries);
    List<String[]> pairs = predict == null ? List.of() : Triplets.readPairs(predict);
    CompletionSolving solving =
        UsageException.parse(
            () ->
                new CompletionSolving(
                    triplets,
                    new CompletionSolving.Request(
                        rank,
                        ridge,
                        method,
                        tolerance,
                        solve.limit(),
                        holdOut,
                        largestPart,
                        seed)));
    return solve.answer(monitor -> solving.solve(pairs, monitor));
  }
}
