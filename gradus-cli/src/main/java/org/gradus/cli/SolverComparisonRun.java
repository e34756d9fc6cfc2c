package org.gradus.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.gradus.core.Monitor;
import org.gradus.core.Threads;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.solve.compare.ComparisonPage;
import org.gradus.lab.solve.compare.SolverComparison.CaseResult;
import org.gradus.lab.solve.compare.SolverRun;

/** {@code gradus compare} on a class of problems: solvers against each other. */
final class SolverComparisonRun {
  private final Output output;

  SolverComparisonRun(Output output) {
    this.output = output;
  }

  /** Runs or goes on with a comparison, and prints its tables. */
  int finish(SolverRun run, Path json) throws IOException {
    output.err().println("run folder: " + run.folder());
    Threads.use(run.plan().threads());
    List<CaseResult> results;
    try {
      results = run.run(monitor(), this::progress);
    } catch (CancellationException e) {
      output.err().println("interrupted; go on with: gradus compare --resume " + run.folder());
      return Exit.INTERRUPTED;
    }
    results.forEach(result -> print(ComparisonPage.table(result)));
    output.out().println("report: " + run.folder().resolve(SolverRun.REPORT));
    if (json != null) {
      output.jsonText(run.result(), json);
    }
    return Exit.OK;
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

  private void print(Table table) {
    output.out().println();
    output.out().println(table.title());
    output.out().println(TextTable.of(table));
  }
}
