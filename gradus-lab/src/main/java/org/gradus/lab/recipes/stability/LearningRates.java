package org.gradus.lab.recipes.stability;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.gradus.lab.recipes.stability.DiagonalRuns.Runs;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Axis;
import org.gradus.lab.reproduce.Plot.Series;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;

/** SGD and gradient descent over learning rates. */
final class LearningRates {
  private static final double TOLERATED = 1.1;
  private static final int ROWS = 3;

  private LearningRates() {}

  static void run(DiagonalRuns diagonal, Findings findings) {
    List<Double> rates = diagonal.rates();
    List<Runs> stochastic = new ArrayList<>();
    List<Runs> full = new ArrayList<>();
    for (double rate : rates) {
      stochastic.add(diagonal.of(rate, 1, 0));
      full.add(diagonal.of(rate, DiagonalRuns.ALL, 0));
    }
    findings.add(traceBound(rates, stochastic, full));
    findings.add(testError(stochastic, full));
    findings.add(table(rates, stochastic, full));
    findings.add(plot(rates, stochastic, full));
  }

  private static Finding traceBound(List<Double> rates, List<Runs> stochastic, List<Runs> full) {
    int converged = 0;
    double worst = 0;
    int beyond = 0;
    for (int i = 0; i < rates.size(); i++) {
      double limit = 2 / rates.get(i);
      for (Minimum minimum : stochastic.get(i).minima()) {
        if (minimum.reached(Descent.CONVERGED)) {
          converged++;
          worst = Math.max(worst, minimum.trace() / limit);
        }
      }
      beyond += full.get(i).sample(Minimum::trace).mean() > limit ? 1 : 0;
    }
    Verdict verdict =
        worst > TOLERATED || converged == 0
            ? Verdict.NOT_REPRODUCED
            : worst <= 1 && beyond >= ROWS ? Verdict.REPRODUCED : Verdict.PARTLY;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("converged SGD runs", (double) converged);
    numbers.put("largest eta trace/2 of SGD", worst);
    numbers.put("learning rates at which gradient descent exceeds 2/eta", (double) beyond);
    return new Finding(
        "trace-bound",
        verdict,
        numbers,
        "The bound has power only where gradient descent's own trace exceeds 2/eta.");
  }

  private static Finding testError(List<Runs> stochastic, List<Runs> full) {
    double fall = ratio(stochastic);
    double change = Math.abs(1 / ratio(full) - 1);
    boolean falls = fall >= 100;
    boolean stays = change < 0.1;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("SGD, smallest over largest learning rate", fall);
    numbers.put("gradient descent, relative change", change);
    return new Finding(
        "test-error",
        falls && stays
            ? Verdict.REPRODUCED
            : falls || stays ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
        numbers,
        "Mean test errors over seeds; the true parameter has l1 norm 3.");
  }

  private static double ratio(List<Runs> runs) {
    return runs.get(0).sample(Minimum::testError).mean()
        / runs.get(runs.size() - 1).sample(Minimum::testError).mean();
  }

  private static Table table(List<Double> rates, List<Runs> stochastic, List<Runs> full) {
    Table.Builder table =
        Table.titled(
            "Diagonal networks, mean ± standard error over seeds",
            "eta",
            "2/eta",
            "SGD trace",
            "SGD l1",
            "SGD balance",
            "SGD test error",
            "SGD largest loss",
            "GD trace",
            "GD largest eigenvalue",
            "GD l1",
            "GD test error");
    for (int i = 0; i < rates.size(); i++) {
      Runs sgd = stochastic.get(i);
      Runs gd = full.get(i);
      double loss = sgd.minima().stream().mapToDouble(Minimum::loss).max().orElseThrow();
      table.row(
          Double.toString(rates.get(i)),
          String.format(Locale.ROOT, "%.1f", 2 / rates.get(i)),
          sgd.sample(Minimum::trace).show(2),
          sgd.sample(Minimum::norm).show(2),
          sgd.sample(Minimum::balance).show(3),
          sgd.sample(Minimum::testError).show(4),
          String.format(Locale.ROOT, "%.1e", loss),
          gd.sample(Minimum::trace).show(1),
          gd.sample(Minimum::largest).show(2),
          gd.sample(Minimum::norm).show(1),
          gd.sample(Minimum::testError).show(2));
    }
    return table.build();
  }

  private static Plot plot(List<Double> rates, List<Runs> stochastic, List<Runs> full) {
    double[] x = rates.stream().mapToDouble(Double::doubleValue).toArray();
    double[] limit = rates.stream().mapToDouble(r -> 2 / r).toArray();
    return new Plot(
        "trace",
        "Trace of the minimum found on diagonal networks",
        Axis.logarithmic("learning rate"),
        Axis.logarithmic("trace"),
        List.of(
            Series.of("SGD", x, means(stochastic, Minimum::trace)),
            Series.of("gradient descent", x, means(full, Minimum::trace)),
            Series.of("2/eta", x, limit)));
  }

  private static double[] means(List<Runs> runs, ToDoubleFunction<Minimum> value) {
    return runs.stream().mapToDouble(r -> r.sample(value).mean()).toArray();
  }
}
