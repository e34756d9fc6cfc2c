package org.gradus.lab.solve.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.gradus.core.Solution;
import org.gradus.lab.page.Page;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.result.Provenance;
import org.gradus.lab.solve.AnswerFolder.Words;
import org.gradus.lab.solve.compare.SolverComparison.CaseResult;
import org.gradus.lab.solve.compare.SolverComparison.Row;

/** A comparison of solvers for people: a table and two plots a case. */
public final class ComparisonPage {
  private ComparisonPage() {}

  /** The page. */
  public static Page of(SolverTask task, List<CaseResult> results, Provenance provenance) {
    Page page = new Page("Gradus: " + task.title());
    page.paragraph(task.description())
        .paragraph(
            "Every solver ran once unmeasured and then several times in turn with the others; the"
                + " run of median duration is shown. The gap is relative to the known optimum or,"
                + " where there is none, to the best objective found by any of them.");
    for (CaseResult result : results) {
      page.table(table(result)).paragraph(result.problem().description());
      page.plot(plot(result, "seconds", s -> s.seconds()));
      page.plot(plot(result, "iterations", s -> s.iteration()));
    }
    return page.command(provenance.command());
  }

  /** The figures of a case. */
  public static Table table(CaseResult result) {
    List<String> columns = new ArrayList<>(List.of("solver", "ended", "iterations", "seconds"));
    columns.add("gap");
    SolverComparison.LEVELS.forEach(
        level -> columns.add(String.format(Locale.ROOT, "s to %.0e", level)));
    Table.Builder table = Table.titled(result.problem().name(), columns.toArray(String[]::new));
    for (Row row : result.rows()) {
      List<String> cells = new ArrayList<>();
      cells.add(row.name());
      cells.add(ended(row.attempt().status()));
      cells.add(String.valueOf(row.attempt().iterations()));
      cells.add(seconds(row.attempt().seconds()));
      cells.add(String.format(Locale.ROOT, "%.1e", row.finalGap()));
      SolverComparison.LEVELS.forEach(level -> cells.add(seconds(row.secondsTo(level))));
      table.row(cells.toArray(String[]::new));
    }
    return table.build();
  }

  /** What was cancelled was so by the comparison's own limit: else there would be no result. */
  private static String ended(Solution.Status status) {
    return status == Solution.Status.CANCELLED
        ? "time limit"
        : Words.status(status).toLowerCase(Locale.ROOT);
  }

  private static String seconds(double seconds) {
    return Double.isFinite(seconds) ? String.format(Locale.ROOT, "%.3g", seconds) : "-";
  }

  private static Plot plot(CaseResult result, String across, ToDoubleFunction<Attempt.Sample> x) {
    return new Plot(
        result.problem().name() + "-" + across,
        result.problem().name() + ": gap against " + across,
        across.equals("seconds") ? Plot.Axis.logarithmic(across) : Plot.Axis.linear(across),
        Plot.Axis.logarithmic("relative gap"),
        result.rows().stream()
            .map(
                row ->
                    Plot.Series.of(
                        row.name(),
                        row.attempt().samples().stream().mapToDouble(x).toArray(),
                        row.gaps()))
            .toList());
  }
}
