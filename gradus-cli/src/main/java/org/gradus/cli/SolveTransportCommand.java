package org.gradus.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gradus.lab.solve.TransportSolving;
import org.gradus.transport.TransportProblem;
import org.gradus.transport.TransportSolver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gradus solve transport}: entropic optimal transport between two histograms. */
@Command(
    name = "transport",
    description = {
      "Move one histogram onto another at least cost, with entropic regularisation. Writes the plan",
      "and the potentials as CSV."
    },
    footer = {
      "",
      "Examples:",
      "  gradus solve transport --cost cost.csv --a a.csv --b b.csv --eta 100",
      "  gradus solve transport --cost cost.csv --eta 1200 --method sinkhorn --json -"
    },
    mixinStandardHelpOptions = true)
final class SolveTransportCommand implements Callable<Integer> {
  @Mixin private SolveOptions solve;

  @Option(
      names = "--cost",
      paramLabel = "FILE",
      required = true,
      description = "The cost matrix: CSV, a row a line, gzip or not.")
  private Path cost;

  @Option(
      names = "--a",
      paramLabel = "FILE",
      description = "Masses of the rows, all > 0 (default: equal, sum 1).")
  private Path rows;

  @Option(
      names = "--b",
      paramLabel = "FILE",
      description = "Masses of the columns, with the same sum (default: equal, sum 1).")
  private Path columns;

  @Option(
      names = "--eta",
      paramLabel = "NUMBER",
      required = true,
      description = {
        "Inverse temperature, > 0: the entropy's weight is 1/eta, so that large values come close",
        "to unregularised transport. It counts in units of the cost."
      })
  private double eta;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "sns",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private TransportSolving.Method method;

  @Option(
      names = "--tolerance",
      paramLabel = "NUMBER",
      defaultValue = "1e-9",
      description = "Stop at this L1 error of both marginals (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  @Override
  public Integer call() throws IOException {
    TransportSolver solver = UsageException.parse(() -> method.solver(tolerance, solve.limit()));
    TransportProblem problem =
        UsageException.parse(
            () ->
                TransportSolving.read(
                    cost, Optional.ofNullable(rows), Optional.ofNullable(columns), eta));
    return solve.answer(monitor -> TransportSolving.solve(problem, method, solver, monitor));
  }
}
