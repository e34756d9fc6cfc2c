package org.gradus.lab.recipes.maid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.bilevel.BilevelProblem;
import org.gradus.bilevel.BilevelSolution;
import org.gradus.bilevel.Limits;
import org.gradus.bilevel.LogisticRidge;
import org.gradus.bilevel.Maid;
import org.gradus.core.Solver;
import org.gradus.lab.data.ImageData;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Table;

/** A ridge for every weight of logistic regression on the digits. */
final class Ridges {
  private static final double BRIGHTEST = 16;
  private static final int CLASSES = 10;

  /** HOAG's first step on this problem is about this; the paper starts MAID from it as well. */
  private static final double FIRST_STEP = 1500;

  private final Context context;
  private final int size;
  private final Limits limits;
  private final ImageData digits = (ImageData) NamedData.standard().open("digits");

  Ridges(Context context) {
    this.context = context;
    size = context.size(600, 60);
    limits = Limits.DEFAULT.withWork(context.size(10_000, 300)).withPerSolve(5000, 5000);
  }

  /** A run with the accuracy on the digits neither level saw. */
  private record Learned(Course course, double testAccuracy) {}

  Rivals run(Findings findings) {
    Map<String, Solver<BilevelProblem, BilevelSolution>> solvers = new LinkedHashMap<>();
    solvers.put("MAID", new Maid(Rivals.maid(0.1, 0.1, FIRST_STEP, limits)));
    solvers.putAll(Rivals.hoags(limits));
    List<Piece<Learned>> pieces = new ArrayList<>();
    solvers.forEach(
        (name, solver) ->
            pieces.add(
                new Piece<>(
                    "digits/n%d/W%d/%s".formatted(size, limits.work(), name.replace(", ", "-")),
                    () -> learn(solver))));
    List<Learned> learned = context.pieces(Learned.class, pieces);
    List<String> names = List.copyOf(solvers.keySet());
    findings.add(table(names, learned)).add(plot(names, learned));
    return rivals(names, learned);
  }

  private Learned learn(Solver<BilevelProblem, BilevelSolution> solver) {
    BilevelProblem problem = LogisticRidge.learning(examples(0, size), examples(size, 2 * size));
    BilevelSolution solution = solver.solve(problem, context.monitor());
    int last = Math.min(digits.targets().rows(), 3 * size);
    return new Learned(Course.of(solution, 0), examples(2 * size, last).accuracy(solution.x()));
  }

  private LogisticRidge.Examples examples(int from, int to) {
    int pixels = digits.height() * digits.width();
    double[] inputs = new double[(to - from) * pixels];
    int[] labels = new int[to - from];
    for (int k = 0; k < inputs.length; k++) {
      inputs[k] = (digits.pixels()[from * pixels + k] & 0xff) / BRIGHTEST;
    }
    for (int i = from; i < to; i++) {
      labels[i - from] = digits.targets().indices()[i];
    }
    return new LogisticRidge.Examples(inputs, labels, CLASSES);
  }

  private static Rivals rivals(List<String> names, List<Learned> learned) {
    Course maid = learned.get(0).course;
    Map<String, Double> losses = new LinkedHashMap<>();
    double least = Double.POSITIVE_INFINITY;
    for (int i = 1; i < names.size(); i++) {
      Course hoag = learned.get(i).course;
      losses.put(names.get(i), hoag.last());
      least = Math.min(least, hoag.workTo(maid.last()) / maid.workTo(maid.last()));
    }
    return new Rivals(maid.last(), losses, least);
  }

  private Table table(List<String> names, List<Learned> learned) {
    Table.Builder table =
        Table.titled(
            "Digits: 640 log-ridge weights, work " + limits.work(),
            "method",
            "held-out loss at first",
            "at the end",
            "test accuracy",
            "steps",
            "last epsilon");
    for (int i = 0; i < names.size(); i++) {
      Course course = learned.get(i).course;
      table.row(
          names.get(i),
          "%.4f".formatted(course.loss()[0]),
          "%.4f".formatted(course.last()),
          "%.2f %%".formatted(100 * learned.get(i).testAccuracy),
          String.valueOf(course.steps()),
          String.format(Locale.ROOT, "%.1e", course.epsilon()[course.steps()]));
    }
    return table.build();
  }

  private static Plot plot(List<String> names, List<Learned> learned) {
    List<Plot.Series> series = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      series.add(learned.get(i).course.series(names.get(i)));
    }
    return new Plot(
        "digits",
        "Digits: held-out loss against work",
        Plot.Axis.linear("work"),
        Plot.Axis.logarithmic("held-out cross-entropy"),
        series);
  }
}
