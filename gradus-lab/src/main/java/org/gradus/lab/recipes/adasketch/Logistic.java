package org.gradus.lab.recipes.adasketch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.constrained.AdaSketchNewton;
import org.gradus.constrained.ConstrainedLogistic;
import org.gradus.constrained.ConstrainedProblem;
import org.gradus.constrained.ConstrainedSolution;
import org.gradus.constrained.Limits;
import org.gradus.constrained.Regularity;
import org.gradus.constrained.Sketching;
import org.gradus.core.Solver;
import org.gradus.core.SparseMatrix;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.data.SparseData;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;

/** Logistic regression on a sphere in a random plane. */
final class Logistic {
  private static final int PLANES = 10;
  private static final double CURVED = 1e-2;
  private static final String SKETCHED = "AdaSketch, rows";

  private final Context context;
  private final int rows;

  Logistic(Context context) {
    this.context = context;
    rows = context.size(2000, 300);
  }

  void run(Findings findings) {
    List<String> present =
        List.of("mushrooms", "a9a").stream().filter(NamedData.standard()::isPresent).toList();
    if (present.isEmpty()) {
      findings.add(Finding.notRun("logistic", "neither mushrooms nor a9a is there"));
      return;
    }
    Map<String, List<Solve>> all = new LinkedHashMap<>();
    for (String set : context.smoke() ? present.subList(0, 1) : present) {
      Map<String, List<Solve>> solves = solves(set);
      solves.forEach((name, s) -> all.computeIfAbsent(name, n -> new ArrayList<>()).addAll(s));
      findings.add(table(set, solves));
    }
    findings.add(judge(all));
  }

  private Map<String, List<Solve>> solves(String set) {
    SparseData data = SparseData.vectors(set);
    SparseMatrix features = first(data.features(), rows);
    double[] signs = Arrays.copyOf(data.signs(), rows);
    Map<String, List<Solve>> solves = new LinkedHashMap<>();
    for (long draw : context.size(new long[] {1, 2, 3, 4, 5}, new long[] {1})) {
      ConstrainedProblem problem = ConstrainedLogistic.random(features, signs, PLANES, 1000 + draw);
      solvers(draw)
          .forEach(
              (name, solver) ->
                  solves
                      .computeIfAbsent(name, n -> new ArrayList<>())
                      .add(
                          context.piece(
                              Solve.class,
                              "logistic/%s%d/%s/draw%d"
                                  .formatted(set, rows, Methods.key(name), draw),
                              () -> Solve.run(solver, problem, context.monitor()))));
    }
    return solves;
  }

  private Map<String, Solver<ConstrainedProblem, ConstrainedSolution>> solvers(long seed) {
    Regularity curved = Regularity.DEFAULT.withLeastCurvature(CURVED);
    Map<String, Solver<ConstrainedProblem, ConstrainedSolution>> solvers = new LinkedHashMap<>();
    solvers.put(
        SKETCHED,
        new AdaSketchNewton(
            AdaSketchNewton.Config.DEFAULT
                .withSketching(Sketching.rows(seed))
                .withRegularity(curved)
                .withLimits(Limits.DEFAULT.withMaxInner(context.size(1_000_000L, 100_000L)))));
    // Cycles and steps are limited so that a method that creeps does not take the whole time.
    solvers.putAll(
        Methods.baselines(
            curved,
            Regularity.BASELINE.withLeastCurvature(CURVED),
            new Limits(1e-4, 300, context.size(3_000L, 300L))));
    return solvers;
  }

  private static SparseMatrix first(SparseMatrix matrix, int rows) {
    int[] starts = Arrays.copyOf(matrix.rowStarts(), rows + 1);
    return new SparseMatrix(
        rows,
        matrix.columns(),
        starts,
        Arrays.copyOf(matrix.columnIndices(), starts[rows]),
        Arrays.copyOf(matrix.values(), starts[rows]));
  }

  private Table table(String set, Map<String, List<Solve>> solves) {
    Table.Builder table =
        Table.titled(
            "Constrained logistic regression, %s, %d rows: means over draws".formatted(set, rows),
            "method",
            "converged",
            "outer",
            "inner",
            "gradients",
            "seconds");
    solves.forEach(
        (name, runs) ->
            table.row(
                name,
                runs.stream().filter(Solve::converged).count() + " of " + runs.size(),
                mean(runs.stream().mapToDouble(Solve::iterations).toArray()),
                mean(runs.stream().mapToDouble(Solve::inner).toArray()),
                mean(runs.stream().mapToDouble(Solve::gradients).toArray()),
                mean(runs.stream().mapToDouble(Solve::seconds).toArray())));
    return table.build();
  }

  private static String mean(double[] values) {
    return String.format(Locale.ROOT, "%.4g", Arrays.stream(values).average().orElseThrow());
  }

  private static Finding judge(Map<String, List<Solve>> all) {
    double worst = 0;
    boolean converged = true;
    List<Solve> sketched = all.get(SKETCHED);
    for (int i = 0; i < sketched.size(); i++) {
      Solve exact = all.get(Methods.EXACT).get(i);
      converged &= sketched.get(i).converged();
      worst = Math.max(worst, (double) sketched.get(i).iterations() / exact.iterations());
    }
    int most = sketched.stream().mapToInt(Solve::iterations).max().orElseThrow();
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("most outer iterations", (double) most);
    numbers.put("largest ratio to exact Newton", worst);
    return new Finding(
        "logistic",
        converged && most <= 20
            ? Verdict.REPRODUCED
            : converged ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
        numbers,
        "Gaussian sketches are left out: each costs two products with a dense K.");
  }
}
