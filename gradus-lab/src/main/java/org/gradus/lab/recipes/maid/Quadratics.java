package org.gradus.lab.recipes.maid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.gradus.bilevel.BilevelProblem;
import org.gradus.bilevel.BilevelProblems;
import org.gradus.bilevel.BilevelSolution;
import org.gradus.bilevel.Limits;
import org.gradus.bilevel.Maid;
import org.gradus.core.Solver;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;

/** The gap f − f* against work on the paper's quadratic. */
final class Quadratics {
  private static final double[] ACCURACIES = {1e-1, 1e-3, 1e-5};
  private static final double[] STEPS = {1e-5, 1e-3, 1e-2, 1e-1, 10};
  private static final double FAR_STEP = 1000;
  private static final double STEP = 0.01;
  private static final double NOISE = 0.01;
  private static final double CLOSE = 1.1;
  private static final double NEAR = 1.25;
  private static final double FAR = 2;

  private final Context context;
  private final int rows;
  private final int columns;
  private final Limits limits;
  private final long[] seeds;

  Quadratics(Context context) {
    this.context = context;
    rows = context.size(1000, 40);
    columns = context.size(10, 3);
    limits = Limits.DEFAULT.withLowerEvaluations(context.size(40_000, 2_000));
    seeds = context.seeds(5);
  }

  Rivals run(Findings findings) {
    Map<String, List<Course>> adapted = new LinkedHashMap<>();
    Map<String, List<Course>> frozen = new LinkedHashMap<>();
    for (double accuracy : ACCURACIES) {
      Maid.Config config = Rivals.maid(accuracy, accuracy, STEP, limits);
      String from = String.format(Locale.ROOT, "%.0e", accuracy);
      adapted.put("MAID from " + from, courses("maid" + from, new Maid(config)));
      frozen.put("frozen at " + from, courses("frozen" + from, new Maid(config.withFrozen(true))));
    }
    Map<String, List<Course>> hoag = new LinkedHashMap<>();
    Rivals.hoags(limits)
        .forEach((name, solver) -> hoag.put(name, courses(name.replace(", ", "-"), solver)));
    Map<String, List<Course>> all = new LinkedHashMap<>(adapted);
    all.putAll(frozen);
    all.putAll(hoag);
    findings.add(table(all)).add(plot(all));
    findings.add(judge(adapted, frozen));
    return rivals(adapted.values().iterator().next(), hoag);
  }

  private List<Course> courses(String name, Solver<BilevelProblem, BilevelSolution> solver) {
    List<Piece<Course>> pieces = new ArrayList<>();
    for (long seed : seeds) {
      pieces.add(
          new Piece<>(
              "quadratic/%dx%d/N%d/%s/seed%d"
                  .formatted(rows, columns, limits.lowerEvaluations(), name, seed),
              () -> {
                BilevelProblems.Known known = BilevelProblems.quadratic(rows, columns, NOISE, seed);
                return Course.of(solver.solve(known.problem(), context.monitor()), known.optimum());
              }));
    }
    return context.pieces(Course.class, pieces);
  }

  private Map<Double, Double> gapsOfSteps() {
    Map<Double, Double> gaps = new LinkedHashMap<>();
    for (double step : STEPS) {
      gaps.put(step, gapOfStep(step));
    }
    return gaps;
  }

  private double gapOfStep(double step) {
    Maid maid = new Maid(Rivals.maid(0.1, 0.1, step, limits));
    return mean(courses("maid-step" + step, maid), Course::last);
  }

  private Finding judge(Map<String, List<Course>> adapted, Map<String, List<Course>> frozen) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    adapted.forEach((name, runs) -> numbers.put("final gap, " + name, mean(runs, Course::last)));
    double ofStarts = spread(numbers);
    double worst = numbers.values().stream().mapToDouble(v -> v).max().orElseThrow();
    double leastFrozen =
        frozen.values().stream().mapToDouble(r -> mean(r, Course::last)).min().orElseThrow();
    frozen.forEach((name, runs) -> numbers.put("final gap, " + name, mean(runs, Course::last)));
    Map<Double, Double> steps = gapsOfSteps();
    steps.forEach((step, gap) -> numbers.put("final gap, first step " + step, gap));
    numbers.put("final gap, first step " + FAR_STEP, gapOfStep(FAR_STEP));
    double ofSteps = spread(steps);
    numbers.put("largest over smallest gap, first accuracies", ofStarts);
    numbers.put("largest over smallest gap, first steps 1e-5 to 10", ofSteps);
    Verdict verdict = Verdict.PARTLY;
    if (ofStarts > FAR || leastFrozen < worst) {
      verdict = Verdict.NOT_REPRODUCED;
    } else if (ofStarts <= CLOSE && ofSteps <= NEAR) {
      verdict = Verdict.REPRODUCED;
    }
    return new Finding(
        "robust-to-start",
        verdict,
        numbers,
        "Geometric means over instances. A first step of 1000 is outside the rule.");
  }

  private static double spread(Map<?, Double> values) {
    double largest = values.values().stream().mapToDouble(v -> v).max().orElseThrow();
    return largest / values.values().stream().mapToDouble(v -> v).min().orElseThrow();
  }

  private Rivals rivals(List<Course> maid, Map<String, List<Course>> hoag) {
    Map<String, Double> gaps = new LinkedHashMap<>();
    double least = Double.POSITIVE_INFINITY;
    for (Map.Entry<String, List<Course>> rival : hoag.entrySet()) {
      gaps.put(rival.getKey(), mean(rival.getValue(), Course::last));
      double sum = 0;
      for (int s = 0; s < maid.size(); s++) {
        double level = maid.get(s).last();
        sum += Math.log(rival.getValue().get(s).workTo(level) / maid.get(s).workTo(level));
      }
      least = Math.min(least, Math.exp(sum / maid.size()));
    }
    return new Rivals(mean(maid, Course::last), gaps, least);
  }

  /** The geometric mean over instances. */
  private static double mean(List<Course> runs, ToDoubleFunction<Course> value) {
    return Math.exp(
        runs.stream().mapToDouble(c -> Math.log(value.applyAsDouble(c))).average().orElseThrow());
  }

  private Table table(Map<String, List<Course>> all) {
    double first = all.values().iterator().next().get(0).loss()[0];
    Table.Builder table =
        Table.titled(
            "Quadratic (%d x %d): work to a gap, geometric means over %d instances"
                .formatted(rows, columns, seeds.length),
            "method",
            String.format(Locale.ROOT, "work to %.3g", first / 10),
            String.format(Locale.ROOT, "work to %.3g", first / 100),
            "final gap",
            "steps",
            "ended by");
    all.forEach(
        (name, runs) ->
            table.row(
                name,
                number(mean(runs, c -> c.workTo(first / 10))),
                number(mean(runs, c -> c.workTo(first / 100))),
                number(mean(runs, Course::last)),
                number(mean(runs, c -> Math.max(1, c.steps()))),
                runs.get(0).ending().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    return table.build();
  }

  private static String number(double value) {
    return Double.isInfinite(value) ? "never" : String.format(Locale.ROOT, "%.4g", value);
  }

  private Plot plot(Map<String, List<Course>> all) {
    List<Plot.Series> series = new ArrayList<>();
    all.forEach((name, runs) -> series.add(runs.get(0).series(name)));
    return new Plot(
        "quadratic",
        "Quadratic: gap against work, instance 1",
        Plot.Axis.linear("work"),
        Plot.Axis.logarithmic("f - f*"),
        series);
  }
}
