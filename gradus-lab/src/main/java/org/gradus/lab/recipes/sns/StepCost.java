package org.gradus.lab.recipes.sns;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.transport.NewtonConfig;
import org.gradus.transport.SinkhornNewtonDense;
import org.gradus.transport.TransportProblem;
import org.gradus.transport.TransportProblems;
import org.gradus.transport.TransportSolver;

/** Seconds a Newton step against n: sparse steps should grow like n², dense ones like n³. */
final class StepCost {
  private static final double SLOPE = 2;
  private static final double MARGIN = 0.3;
  private static final NewtonConfig SIX_STEPS = new NewtonConfig(0, 20, 6, true);

  private StepCost() {}

  private record Seconds(double each) {}

  static void run(Context context, Findings findings) {
    int[] sizes = context.size(new int[] {250, 500, 1000, 2000}, new int[] {40, 80});
    int[] denseSizes = context.size(new int[] {250, 500, 1000}, new int[] {40, 80});
    double[] sparse = seconds(context, sizes, "sparse", Solve.sparse(SIX_STEPS, 8));
    double[] dense = seconds(context, denseSizes, "dense", new SinkhornNewtonDense(SIX_STEPS));
    double slope = slope(sizes, sparse);
    double denseSlope = slope(denseSizes, dense);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("slope of the sparse step", slope);
    numbers.put("slope of the dense step", denseSlope);
    findings.add(
        new Finding(
            "quadratic-step",
            Math.abs(slope - SLOPE) <= MARGIN ? Verdict.REPRODUCED : Verdict.NOT_REPRODUCED,
            numbers,
            "Least squares in the logarithms; the dense step is for comparison."));
    Table.Builder table = Table.titled("Seconds a Newton step", "n", "sparse, 8 a row", "dense");
    for (int i = 0; i < sizes.length; i++) {
      table.row(
          String.valueOf(sizes[i]),
          String.format(Locale.ROOT, "%.4f", sparse[i]),
          i < dense.length ? String.format(Locale.ROOT, "%.4f", dense[i]) : "not run");
    }
    findings.add(table.build());
    findings.add(
        new Plot(
            "step-cost",
            "Seconds a Newton step against n",
            Plot.Axis.logarithmic("n"),
            Plot.Axis.logarithmic("seconds"),
            List.of(
                Plot.Series.of("sparse", doubles(sizes), sparse),
                Plot.Series.of("dense", doubles(denseSizes), dense))));
  }

  private static double[] seconds(
      Context context, int[] sizes, String kind, TransportSolver solver) {
    double[] seconds = new double[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      int n = sizes[i];
      seconds[i] =
          context
              .piece(
                  Seconds.class,
                  "step-cost/%s/n%d".formatted(kind, n),
                  () -> new Seconds(perStep(context, n, solver)))
              .each();
    }
    return seconds;
  }

  /** Time between the first recorded point after the sweeps and the last, over the steps. */
  private static double perStep(Context context, int n, TransportSolver solver) {
    TransportProblem problem = TransportProblems.assignment(n, 1000 + n, RandomAssignment.ETA);
    Solve.run(solver, problem, context.monitor());
    Solve solve = Solve.run(solver, problem, context.monitor());
    int last = solve.times().length - 1;
    int first = last;
    while (first > 0 && solve.iterations()[first - 1] >= SIX_STEPS.sweeps()) {
      first--;
    }
    return (solve.times()[last] - solve.times()[first])
        / (solve.iterations()[last] - solve.iterations()[first]);
  }

  private static double slope(int[] n, double[] seconds) {
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    for (int i = 0; i < n.length; i++) {
      double x = Math.log(n[i]);
      double y = Math.log(seconds[i]);
      sx += x;
      sy += y;
      sxx += x * x;
      sxy += x * y;
    }
    return (n.length * sxy - sx * sy) / (n.length * sxx - sx * sx);
  }

  private static double[] doubles(int[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i];
    }
    return result;
  }
}
