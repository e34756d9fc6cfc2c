package org.gradus.lab.recipes.sns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.core.PortableRandom;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.transport.NewtonConfig;
import org.gradus.transport.PlanSparsity;
import org.gradus.transport.Sinkhorn;
import org.gradus.transport.SinkhornConfig;
import org.gradus.transport.TransportProblem;
import org.gradus.transport.TransportProblems;
import org.gradus.transport.TransportSolution;
import org.gradus.transport.TransportSolver;

/** How much of the plan its largest entries hold, against η and sweeps; theorem 1 for small n. */
final class ApproximateSparsity {
  private static final double[] ETAS = {50, 100, 200, 400, 800, 1200};
  private static final int[] SWEEPS = {1, 5, 20, 100};
  private static final double SHARE = 0.999;
  private static final int SMALL = 7;

  private final Context context;
  private final int n;

  ApproximateSparsity(Context context) {
    this.context = context;
    n = context.size(300, 40);
  }

  private record Entries(double perRow) {}

  private record Outside(double mass) {}

  void run(Findings findings) {
    double[] optimum = new double[ETAS.length];
    Table.Builder table =
        Table.titled(
            "Entries a row that hold 99.9 %% of the plan, random assignment, n = %d".formatted(n),
            "eta",
            "after 1 sweep",
            "5",
            "20",
            "100",
            "at the optimum");
    for (int i = 0; i < ETAS.length; i++) {
      double eta = ETAS[i];
      List<String> cells = new ArrayList<>(List.of("%.0f".formatted(eta)));
      for (int sweeps : SWEEPS) {
        TransportSolver some = new Sinkhorn(new SinkhornConfig(0, sweeps, sweeps));
        cells.add("%.1f".formatted(entries(eta, "sweeps" + sweeps, some)));
      }
      optimum[i] = entries(eta, "optimum", Solve.sparse(NewtonConfig.DEFAULT, 30));
      cells.add("%.1f".formatted(optimum[i]));
      table.row(cells.toArray(String[]::new));
    }
    double[] outside = new double[ETAS.length];
    double[] exponents = new double[ETAS.length];
    double gap = smallGap();
    for (int i = 0; i < ETAS.length; i++) {
      outside[i] = outside(ETAS[i]);
      exponents[i] = ETAS[i] * gap;
    }
    findings.add(judge(optimum, outside, exponents)).add(table.build());
    findings.add(plot(outside, exponents));
  }

  private double entries(double eta, String when, TransportSolver solver) {
    return context
        .piece(
            Entries.class,
            "sparsity%d/eta%.0f/%s".formatted(n, eta, when),
            () -> {
              TransportProblem problem = TransportProblems.assignment(n, 1002 + n, eta);
              TransportSolution solution = solver.solve(problem, context.monitor());
              return new Entries(
                  (double) PlanSparsity.entriesHolding(SHARE, problem, solution.potentials()) / n);
            })
        .perRow();
  }

  private static double[] smallCost() {
    return PortableRandom.uniform(1007, SMALL * SMALL);
  }

  private static double smallGap() {
    double[][] rows = new double[SMALL][SMALL];
    double[] flat = smallCost();
    for (int i = 0; i < flat.length; i++) {
      rows[i / SMALL][i % SMALL] = flat[i];
    }
    return PlanSparsity.vertexGap(rows);
  }

  /** Mass beyond the n largest entries: at large η those are the optimal permutation. */
  private double outside(double eta) {
    return context
        .piece(
            Outside.class,
            "outside%d/eta%.0f".formatted(SMALL, eta),
            () -> {
              double[] equal = new double[SMALL];
              Arrays.fill(equal, 1.0 / SMALL);
              TransportProblem problem = TransportProblem.of(smallCost(), equal, equal, eta);
              TransportSolution solution =
                  Solve.sparse(NewtonConfig.DEFAULT.withTolerance(1e-13), SMALL)
                      .solve(problem, context.monitor());
              double[] plan = new double[SMALL * SMALL];
              solution.plan().data_ptr_double().get(plan);
              Arrays.sort(plan);
              double mass = 0;
              for (int i = 0; i < plan.length - SMALL; i++) {
                mass += plan[i];
              }
              return new Outside(mass);
            })
        .mass();
  }

  private static Finding judge(double[] perRow, double[] outside, double[] exponents) {
    boolean falls = true;
    for (int i = 1; i < perRow.length; i++) {
      falls &= perRow[i] < perRow[i - 1];
    }
    boolean bounded = true;
    for (int i = 0; i < outside.length; i++) {
      if (exponents[i] > 1 + 2 * Math.log(SMALL)) {
        bounded &= outside[i] <= 6 * SMALL * SMALL * Math.exp(-exponents[i]);
      }
    }
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("entries a row at eta 50", perRow[0]);
    numbers.put("entries a row at eta 1200", perRow[perRow.length - 1]);
    numbers.put("mass outside the permutation at eta 1200", outside[outside.length - 1]);
    return new Finding(
        "approximate-sparsity",
        falls && bounded ? Verdict.REPRODUCED : falls ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
        numbers,
        "The bound, 6 n² exp(-eta Delta), was checked where eta Delta > 1 + 2 log n, with Delta by"
            + " enumeration of all permutations at n = "
            + SMALL
            + ".");
  }

  private static Plot plot(double[] outside, double[] exponents) {
    double[] bound = new double[exponents.length];
    for (int i = 0; i < bound.length; i++) {
      bound[i] = 6 * SMALL * SMALL * Math.exp(-exponents[i]);
    }
    return new Plot(
        "outside",
        "Mass outside the optimal permutation, n = " + SMALL,
        Plot.Axis.linear("eta times vertex gap"),
        Plot.Axis.logarithmic("mass"),
        List.of(
            Plot.Series.of("measured", exponents, outside),
            Plot.Series.of("theorem's bound", exponents, bound)));
  }
}
