package org.gradus.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.gradus.lab.data.DataFiles;
import org.gradus.lab.data.SparseData;
import org.gradus.lab.solve.LogisticSolving;
import org.gradus.smooth.logistic.LogisticProblem;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gradus solve logistic}: regularised logistic regression, certified. */
@Command(
    name = "logistic",
    description = {
      "Minimise C sum log(1 + exp(-y x'w)) + l1 |w| + l2/2 |w|^2 for two classes, to a certified",
      "duality gap. Writes the weights as CSV."
    },
    footer = {
      "",
      "Examples:",
      "  gradus solve logistic --data a9a.t --l1 1",
      "  gradus solve logistic --data customers.csv --target churned --l2 1 --intercept"
    },
    mixinStandardHelpOptions = true)
final class SolveLogisticCommand implements Callable<Integer> {
  @Mixin private SolveOptions solve;

  @ArgGroup(heading = "The data:%n", exclusive = false)
  private DataOptions data = new DataOptions();

  @Option(
      names = "--cost",
      paramLabel = "C",
      defaultValue = "1",
      description = "Weight of the losses' sum, > 0 (default: ${DEFAULT-VALUE}).")
  private double cost;

  @Option(
      names = "--l1",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description = "Weight of the L1 penalty, >= 0 (default: ${DEFAULT-VALUE}).")
  private double l1;

  @Option(
      names = "--l2",
      paramLabel = "NUMBER",
      description = "Weight of the L2 penalty, >= 0 (default: 1, or 0 with --l1).")
  private Double l2;

  @Option(
      names = "--intercept",
      description = "Add a constant feature, the last; its weight is penalised like the others.")
  private boolean intercept;

  @Option(
      names = "--gap",
      paramLabel = "NUMBER",
      defaultValue = "1e-8",
      description = "Relative duality gap to reach (default: ${DEFAULT-VALUE}).")
  private double gap;

  @Override
  public Integer call() throws IOException {
    double ridge = l2 == null ? (l1 > 0 ? 0 : 1) : l2;
    LogisticSolving.Request request =
        new LogisticSolving.Request(cost, l1, ridge, intercept, gap, solve.limit());
    SparseData sparse = SparseData.of(DataFiles.open(data.required(), data.reading()));
    LogisticProblem problem = UsageException.parse(() -> LogisticSolving.problem(sparse, request));
    return solve.answer(monitor -> LogisticSolving.solve(problem, request, monitor));
  }
}
