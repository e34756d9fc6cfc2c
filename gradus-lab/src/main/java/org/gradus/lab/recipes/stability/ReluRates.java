package org.gradus.lab.recipes.stability;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.core.Seeds;
import org.gradus.lab.recipes.stability.DiagonalRuns.Runs;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;

/** The path norm of two-layer ReLU networks over learning rates. */
final class ReluRates {
  private static final int INPUTS = 50;
  private static final int NEURONS = 50;
  private static final int EXAMPLES = 150;
  private static final int TEACHERS = 5;
  private static final double NEAR = 1e-6;

  private ReluRates() {}

  static void run(Context context, Findings findings) {
    Table.Builder table =
        Table.titled(
            "Two-layer ReLU networks, mean ± standard error over seeds",
            "eta sqrt(d)",
            "2/eta",
            "SGD path norm",
            "SGD trace",
            "SGD test error",
            "SGD losses",
            "GD path norm",
            "GD trace",
            "GD largest eigenvalue",
            "GD losses");
    boolean falls = true;
    boolean within = true;
    boolean each = true;
    double last = Double.POSITIVE_INFINITY;
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (double scaled : new double[] {0.01, 0.03, 0.1}) {
      double rate = scaled / Math.sqrt(INPUTS);
      Runs sgd = runs(context, rate, 1, context.size(600_000, 1000));
      Runs gd = runs(context, rate, EXAMPLES, context.size(6000, 20));
      double norm = sgd.sample(Minimum::norm).mean();
      falls &= norm < last;
      last = norm;
      List<Minimum> reached = sgd.minima().stream().filter(m -> m.reached(NEAR)).toList();
      within &= reached.stream().allMatch(m -> m.trace() <= 2 / rate);
      each &= !reached.isEmpty();
      numbers.put("SGD path norm at " + scaled, norm);
      numbers.put("runs that reach 1e-6 at " + scaled, (double) reached.size());
      table.row(
          Double.toString(scaled),
          String.format(Locale.ROOT, "%.0f", 2 / rate),
          sgd.sample(Minimum::norm).show(2),
          sgd.sample(Minimum::trace).show(1),
          sgd.sample(Minimum::testError).show(3),
          losses(sgd),
          gd.sample(Minimum::norm).show(2),
          gd.sample(Minimum::trace).show(1),
          gd.sample(Minimum::largest).show(1),
          losses(gd));
    }
    findings.add(
        new Finding(
            "path-norm",
            falls && within && each
                ? Verdict.REPRODUCED
                : falls ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
            numbers,
            within
                ? "Every run that reaches a loss of 1e-6 keeps to the trace bound."
                : "A run that reaches a loss of 1e-6 exceeds the trace bound."));
    findings.add(table.build());
  }

  private static String losses(Runs runs) {
    return String.join(
        ", ",
        runs.minima().stream().map(m -> String.format(Locale.ROOT, "%.1e", m.loss())).toList());
  }

  private static Runs runs(Context context, double rate, int batch, int steps) {
    List<Piece<Minimum>> pieces = new ArrayList<>();
    for (long seed : context.seeds(DiagonalRuns.SEEDS)) {
      String key = String.format(Locale.ROOT, "relu/rate%.4g/batch%d/seed%d", rate, batch, seed);
      pieces.add(new Piece<>(key, () -> run(context, rate, batch, steps, seed)));
    }
    return new Runs(context.pieces(Minimum.class, pieces));
  }

  private static Minimum run(Context context, double rate, int batch, int steps, long seed) {
    ReluNet net = new ReluNet(INPUTS, NEURONS, EXAMPLES, TEACHERS, Seeds.derive(seed, "relu", 0));
    Descent.Settings settings = new Descent.Settings(rate, batch, steps, Descent.CONVERGED);
    double loss = Descent.run(net, settings, Seeds.derive(seed, "batches", 0), context.monitor());
    return Minimum.of(net, loss);
  }
}
