package org.gradus.lab.recipes.altmin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.gradus.lab.recipes.altmin.LowRankTask.Curve;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Axis;
import org.gradus.lab.reproduce.Plot.Series;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lowrank.AlternatingMinimization.Intervention;
import org.gradus.lowrank.Regression;

/** Error after each outer iteration, by regression and sampling rate. */
final class Recovery {
  private static final double FACTOR = 2;
  private static final double FLOOR = 1e-13;
  private static final String EXACT = "exact";
  private static final String JUDGED = "sketched CG, 3 rounds";

  private final Context context;
  private final int size;
  private final int iterations;
  private final double[] rates;
  private final Map<String, Regression> regressions = new LinkedHashMap<>();

  Recovery(Context context) {
    this.context = context;
    size = context.size(300, 80);
    iterations = context.size(20, 4);
    rates = context.size(new double[] {0.1, 0.2, 0.4}, new double[] {0.4, 0.6});
    regressions.put(EXACT, new Regression.Exact());
    regressions.put("sketched CG, 1 round", new Regression.PreconditionedCg(4, 1, false));
    regressions.put(JUDGED, Regression.DEFAULT);
    regressions.put("sketched CG, 8 rounds", new Regression.PreconditionedCg(4, 8, false));
    regressions.put("warm CG, 3 steps", Regression.WarmCg.DEFAULT);
    regressions.put("sketched gradient, 3 steps", Regression.SketchedGradient.DEFAULT);
  }

  void run(Findings findings) {
    List<Double> worst = new ArrayList<>();
    for (double rate : rates) {
      Map<String, List<Curve>> curves = curves(rate);
      worst.add(worstRatio(curves.get(EXACT), curves.get(JUDGED)));
      findings.add(table(rate, curves));
      findings.add(plot(rate, curves));
    }
    findings.add(judge(worst));
  }

  private Map<String, List<Curve>> curves(double rate) {
    Map<String, List<Curve>> curves = new LinkedHashMap<>();
    regressions.forEach(
        (name, regression) -> {
          List<Piece<Curve>> pieces = new ArrayList<>();
          for (long seed : context.seeds(5)) {
            String key =
                "recovery/n%d/p%.1f/%s/T%d/seed%d"
                    .formatted(size, rate, name.replaceAll("[^A-Za-z0-9]+", "-"), iterations, seed);
            pieces.add(
                new Piece<>(
                    key,
                    () ->
                        LowRankTask.of(size, rate, seed)
                            .run(regression, iterations, Intervention.NONE, context.monitor())));
          }
          curves.put(name, context.pieces(Curve.class, pieces));
        });
    return curves;
  }

  /** Largest ratio of errors over seeds and iterations in which the exact error is not rounding. */
  private static double worstRatio(List<Curve> exact, List<Curve> sketched) {
    double worst = 0;
    for (int s = 0; s < exact.size(); s++) {
      for (int t = 0; t < exact.get(s).errors().length; t++) {
        double reference = exact.get(s).errors()[t];
        if (reference > FLOOR) {
          worst = Math.max(worst, sketched.get(s).errors()[t] / reference);
        }
      }
    }
    return worst;
  }

  private Finding judge(List<Double> worst) {
    boolean all = worst.stream().allMatch(ratio -> ratio < FACTOR);
    boolean others = worst.stream().skip(1).allMatch(ratio -> ratio < FACTOR);
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (int i = 0; i < rates.length; i++) {
      numbers.put("largest ratio of errors at rate " + rates[i], worst.get(i));
    }
    return new Finding(
        "same-convergence",
        all ? Verdict.REPRODUCED : others ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
        numbers,
        "Errors of sketched regressions over those of exact ones, the worst of all seeds and"
            + " iterations.");
  }

  private Table table(double rate, Map<String, List<Curve>> curves) {
    Table.Builder table =
        Table.titled(
            String.format(
                Locale.ROOT,
                "Relative error at sampling rate %.1f, mean over seeds of its logarithm",
                rate),
            "regressions",
            "after " + (1 + iterations / 4),
            "after " + (1 + iterations / 2),
            "after " + iterations,
            "multiply-adds (millions)",
            "seconds");
    curves.forEach(
        (name, runs) ->
            table.row(
                name,
                scientific(error(runs, iterations / 4)),
                scientific(error(runs, iterations / 2)),
                scientific(error(runs, iterations - 1)),
                "%.1f".formatted(mean(runs.stream().mapToDouble(Curve::multiplyAdds)) / 1e6),
                "%.2f".formatted(mean(runs.stream().mapToDouble(Curve::seconds)))));
    return table.build();
  }

  private static double mean(DoubleStream values) {
    return values.average().orElseThrow();
  }

  /** The geometric mean over seeds. */
  private static double error(List<Curve> runs, int iteration) {
    return Math.exp(mean(runs.stream().mapToDouble(c -> Math.log(c.errors()[iteration]))));
  }

  private static String scientific(double value) {
    return String.format(Locale.ROOT, "%.1e", value);
  }

  private Plot plot(double rate, Map<String, List<Curve>> curves) {
    double[] x = IntStream.rangeClosed(1, iterations).asDoubleStream().toArray();
    List<Series> series = new ArrayList<>();
    curves.forEach(
        (name, runs) ->
            series.add(
                Series.of(
                    name,
                    x,
                    IntStream.range(0, iterations).mapToDouble(t -> error(runs, t)).toArray())));
    return new Plot(
        "recovery-" + Math.round(100 * rate),
        String.format(Locale.ROOT, "Error over outer iterations, sampling rate %.1f", rate),
        Axis.linear("outer iteration"),
        Axis.logarithmic("relative error"),
        series);
  }
}
