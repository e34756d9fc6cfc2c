package org.gradus.lab.recipes.adasketch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradus.constrained.Accuracy;
import org.gradus.constrained.AdaSketchNewton;
import org.gradus.constrained.Forcing;
import org.gradus.constrained.HockSchittkowski;
import org.gradus.constrained.Limits;
import org.gradus.constrained.Sketching;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Verdict;

/** Linear and superlinear convergence on HS79 with a relative accuracy of one half. */
final class Rates {
  private static final int TAIL = 10;

  private Rates() {}

  static void run(Context context, Findings findings) {
    Solve constant = solve(context, Forcing.CONSTANT);
    Solve gradient = solve(context, Forcing.GRADIENT);
    double[] slow = constant.ratios();
    double median =
        Arrays.stream(slow)
            .skip(Math.max(0, slow.length - TAIL))
            .sorted()
            .toArray()[Math.min(TAIL, slow.length) / 2];
    double least = Arrays.stream(gradient.ratios()).min().orElseThrow();
    boolean linear = constant.converged() && median >= 0.3 && median <= 0.6;
    boolean superlinear = gradient.converged() && least < 1e-2;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("median ratio of the last ten steps, theta = 1", median);
    numbers.put("steps, theta = 1", (double) constant.iterations());
    numbers.put("least ratio, theta = min(1, |grad L|)", least);
    numbers.put("steps, theta = min(1, |grad L|)", (double) gradient.iterations());
    findings
        .add(
            new Finding(
                "rates",
                linear && superlinear
                    ? Verdict.REPRODUCED
                    : linear || superlinear ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
                numbers,
                "Under the paper's own accuracy test both look superlinear, as its threshold is far"
                    + " below what either asks for."))
        .add(
            new Plot(
                "rates",
                "HS79, relative accuracy 0.5: |grad L| by outer iteration",
                Plot.Axis.linear("outer iterations"),
                Plot.Axis.logarithmic("|grad L|"),
                List.of(
                    series("theta = 1", constant), series("theta = min(1, |grad L|)", gradient))));
  }

  private static Plot.Series series(String name, Solve solve) {
    double[] iterations = IntStream.range(0, solve.norms().length).asDoubleStream().toArray();
    return Plot.Series.of(name, iterations, solve.norms());
  }

  private static Solve solve(Context context, Forcing forcing) {
    AdaSketchNewton.Config config =
        AdaSketchNewton.Config.DEFAULT
            .withAccuracy(new Accuracy.Relative(0.5))
            .withForcing(forcing)
            .withSketching(Sketching.rows(1))
            .withLimits(Limits.DEFAULT.withTolerance(1e-9));
    return context.piece(
        Solve.class,
        "rates/" + forcing,
        () ->
            Solve.run(
                new AdaSketchNewton(config), HockSchittkowski.HS79.problem(), context.monitor()));
  }
}
