package org.gradus.lab.recipes.maid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.bilevel.BilevelProblem;
import org.gradus.bilevel.Limits;
import org.gradus.bilevel.LowerSolver;
import org.gradus.bilevel.Maid;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;

/** Weight and smoothing of total variation, learned from six pairs of first accuracies. */
final class Denoising {
  private static final double[][] PAIRS = {
    {1e-1, 1e-1}, {1e-3, 1e-3}, {1e-5, 1e-5}, {1e-1, 1e-5}, {1e-5, 1e-1}, {1e-3, 1e-1}
  };
  private static final double STEP = 0.01;
  private static final double CLOSE = 1.01;
  private static final double GAIN = 3;
  private static final double TIGHT = 1e-8;

  private final Context context;
  private final int perSide;
  private final Limits limits;

  Denoising(Context context) {
    this.context = context;
    perSide = context.size(4, 1);
    limits = Limits.DEFAULT.withLowerEvaluations(context.size(20_000, 400));
  }

  void run(Findings findings) {
    Mosaic learning = Mosaic.of(perSide, 0);
    List<Piece<Course>> pieces = new ArrayList<>();
    for (double[] pair : PAIRS) {
      Maid maid = new Maid(Rivals.maid(pair[0], pair[1], STEP, limits));
      pieces.add(
          new Piece<>(
              "tv/%d/N%d/%s".formatted(learning.side(), limits.lowerEvaluations(), name(pair)),
              () -> Course.of(maid.solve(learning.totalVariation(), context.monitor()), 0)));
    }
    List<Course> courses = context.pieces(Course.class, pieces);
    findings.add(table(courses)).add(plot(courses));
    findings.add(judge(courses, learning));
  }

  private static String name(double[] pair) {
    return String.format(Locale.ROOT, "eps%.0e-delta%.0e", pair[0], pair[1]);
  }

  private Finding judge(List<Course> courses, Mosaic learning) {
    double least = courses.stream().mapToDouble(Course::last).min().orElseThrow();
    double most = courses.stream().mapToDouble(Course::last).max().orElseThrow();
    Mosaic other = Mosaic.of(perSide, perSide * perSide);
    double[] theta = courses.get(0).theta();
    double gain = gain(learning, theta);
    double otherGain = gain(other, theta);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("largest over smallest final loss", most / least);
    numbers.put("PSNR of the noisy mosaic", learning.psnr(learning.noisy()));
    numbers.put("gain in dB, learning mosaic", gain);
    numbers.put("gain in dB, other mosaic", otherGain);
    boolean same = most <= CLOSE * least;
    boolean better = Math.min(gain, otherGain) >= GAIN;
    return new Finding(
        "learns-denoising",
        same && better
            ? Verdict.REPRODUCED
            : same || better ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
        numbers,
        "Denoised by a tight solve at the parameters learned from (1e-1, 1e-1).");
  }

  private static double gain(Mosaic mosaic, double[] theta) {
    BilevelProblem problem = mosaic.totalVariation();
    double[] denoised =
        LowerSolver.ACCELERATED
            .solve(problem.lower(), theta, mosaic.noisy(), TIGHT, Limits.DEFAULT.lowerPerSolve())
            .x();
    return mosaic.psnr(denoised) - mosaic.psnr(mosaic.noisy());
  }

  private static Table table(List<Course> courses) {
    Table.Builder table =
        Table.titled(
            "Total variation learned from six pairs of first accuracies",
            "start",
            "final loss",
            "log weight",
            "log smoothing",
            "steps",
            "work",
            "last epsilon");
    for (int i = 0; i < PAIRS.length; i++) {
      Course course = courses.get(i);
      table.row(
          name(PAIRS[i]),
          String.format(Locale.ROOT, "%.8g", course.last()),
          "%.4f".formatted(course.theta()[0]),
          "%.4f".formatted(course.theta()[1]),
          String.valueOf(course.steps()),
          "%.0f".formatted(course.work()[course.steps()]),
          String.format(Locale.ROOT, "%.1e", course.epsilon()[course.steps()]));
    }
    return table.build();
  }

  private static Plot plot(List<Course> courses) {
    List<Plot.Series> series = new ArrayList<>();
    for (int i = 0; i < PAIRS.length; i++) {
      series.add(Plot.Series.of(name(PAIRS[i]), courses.get(i).work(), courses.get(i).epsilon()));
    }
    return new Plot(
        "tv-accuracy",
        "Total variation: the adapted accuracy against work",
        Plot.Axis.linear("work"),
        Plot.Axis.logarithmic("epsilon"),
        series);
  }
}
