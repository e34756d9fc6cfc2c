package org.gradus.lab.recipes.stability;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.lab.recipes.stability.DiagonalRuns.Runs;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;

/** The trace at convergence over batch sizes. */
final class BatchSizes {
  private static final double RATE = 0.08;

  private BatchSizes() {}

  static void run(DiagonalRuns diagonal, Findings findings) {
    Table.Builder table =
        Table.titled(
            "Batch sizes on diagonal networks, eta = " + RATE, "batch", "trace", "test error");
    Map<String, Double> numbers = new LinkedHashMap<>();
    boolean grows = true;
    double first = Double.NaN;
    double last = Double.NEGATIVE_INFINITY;
    for (int batch : new int[] {1, 2, 4, 8, DiagonalRuns.ALL}) {
      Runs runs = diagonal.of(RATE, batch, 0);
      double trace = runs.sample(Minimum::trace).mean();
      String name = batch == DiagonalRuns.ALL ? "all" : Integer.toString(batch);
      grows &= trace > last;
      first = batch == 1 ? trace : first;
      last = trace;
      numbers.put("trace, batch of " + name, trace);
      table.row(name, runs.sample(Minimum::trace).show(2), runs.sample(Minimum::testError).show(3));
    }
    findings.add(
        new Finding(
            "batch-size",
            grows ? Verdict.REPRODUCED : last > first ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
            numbers,
            "Batches of more than one are drawn with replacement; all is gradient descent."));
    findings.add(table.build());
  }
}
