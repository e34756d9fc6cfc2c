package org.gradus.lab.recipes.stability;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.lab.recipes.stability.DiagonalRuns.Runs;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;

/** Whether the two layers of a diagonal network become alike. */
final class Balance {
  private static final double RATE = 0.08;
  private static final double BALANCED = 1.1;

  private Balance() {}

  static void run(DiagonalRuns diagonal, Findings findings) {
    Table.Builder table =
        Table.titled(
            "Balance at the end, eta = " + RATE, "at the start", "SGD", "gradient descent");
    boolean stochastic = true;
    boolean full = true;
    double worst = 0;
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (double start : new double[] {1, 2, 4, 8, 16}) {
      Runs sgd = diagonal.of(RATE, 1, start);
      Runs gd = diagonal.of(RATE, DiagonalRuns.ALL, start);
      double end = gd.sample(Minimum::balance).mean();
      double mean = sgd.sample(Minimum::balance).mean();
      stochastic &= mean < BALANCED;
      worst = Math.max(worst, mean);
      full &= end - 1 >= (start - 1) / 2;
      numbers.put("gradient descent from " + start, end);
      table.row(
          Double.toString(start),
          sgd.sample(Minimum::balance).show(3),
          gd.sample(Minimum::balance).show(3));
    }
    numbers.put("SGD, largest", worst);
    findings.add(
        new Finding(
            "balance",
            stochastic && full
                ? Verdict.REPRODUCED
                : stochastic || full ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
            numbers,
            "Balances at the end of training, means over seeds."));
    findings.add(table.build());
  }
}
