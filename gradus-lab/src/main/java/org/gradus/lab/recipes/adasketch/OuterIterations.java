package org.gradus.lab.recipes.adasketch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.constrained.Accuracy;
import org.gradus.constrained.AdaSketchNewton;
import org.gradus.constrained.HockSchittkowski;
import org.gradus.constrained.Sketching;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;

/** Outer iterations to 1e-4 on nine Hock-Schittkowski problems, and the sketches they take. */
final class OuterIterations {
  private final Context context;
  private final long[] seeds;

  OuterIterations(Context context) {
    this.context = context;
    seeds = context.seeds(5);
  }

  /** The solves of one problem; of the sketched ones, one a seed. */
  private record Row(
      HockSchittkowski problem,
      List<Solve> gaussian,
      List<Solve> rows,
      List<Solve> rough,
      Map<String, Solve> baselines) {
    List<Solve> sketched() {
      List<Solve> all = new ArrayList<>(gaussian);
      all.addAll(rows);
      return all;
    }

    int worst() {
      return sketched().stream()
          .mapToInt(s -> s.converged() ? s.iterations() : Integer.MAX_VALUE)
          .max()
          .orElseThrow();
    }

    boolean atMost(double factor, String baseline) {
      return worst() <= factor * baselines.get(baseline).iterations();
    }
  }

  void run(Findings findings) {
    List<Row> rows = new ArrayList<>();
    for (HockSchittkowski problem : HockSchittkowski.values()) {
      rows.add(row(problem));
    }
    findings.add(outer(rows)).add(fullSteps(rows)).add(table(rows)).add(sketches(rows));
  }

  private Row row(HockSchittkowski problem) {
    AdaSketchNewton.Config paper = AdaSketchNewton.Config.DEFAULT;
    List<Solve> gaussian = new ArrayList<>();
    List<Solve> rows = new ArrayList<>();
    List<Solve> rough = new ArrayList<>();
    for (long seed : seeds) {
      gaussian.add(
          sketched(problem, "gaussian", seed, paper.withSketching(Sketching.gaussian(seed))));
      rows.add(sketched(problem, "rows", seed, paper.withSketching(Sketching.rows(seed))));
      rough.add(
          sketched(
              problem,
              "relative0.1",
              seed,
              paper.withSketching(Sketching.rows(seed)).withAccuracy(new Accuracy.Relative(0.1))));
    }
    Map<String, Solve> baselines = new LinkedHashMap<>();
    Methods.baselines()
        .forEach(
            (name, solver) ->
                baselines.put(
                    name,
                    context.piece(
                        Solve.class,
                        "hs/%s/%s".formatted(problem, Methods.key(name)),
                        () -> Solve.run(solver, problem.problem(), context.monitor()))));
    return new Row(problem, gaussian, rows, rough, baselines);
  }

  private Solve sketched(
      HockSchittkowski problem, String kind, long seed, AdaSketchNewton.Config config) {
    return context.piece(
        Solve.class,
        "hs/%s/%s/seed%d".formatted(problem, kind, seed),
        () -> Solve.run(new AdaSketchNewton(config), problem.problem(), context.monitor()));
  }

  private static Finding outer(List<Row> rows) {
    double near = share(rows, 1.2, Methods.ADAPTIVE);
    double fewer = share(rows, 1.0 / 3, Methods.GMRES);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("share within 1.2 times adaptive GMRES-SQP", near);
    numbers.put("share with a third of GMRES-SQP's or fewer", fewer);
    numbers.put("share within 1 time exact Newton", share(rows, 1, Methods.EXACT));
    return new Finding(
        "outer-iterations",
        near >= 0.75 && fewer >= 0.6
            ? Verdict.REPRODUCED
            : near >= 0.75 || fewer >= 0.6 ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
        numbers,
        "Exact Newton steps with the same merit function tie: what helps is accurate systems, not"
            + " sketching, which here takes thousands of sketches for systems of 3 to 8 unknowns.");
  }

  private static double share(List<Row> rows, double factor, String baseline) {
    return (double) rows.stream().filter(r -> r.atMost(factor, baseline)).count() / rows.size();
  }

  private static Finding fullSteps(List<Row> rows) {
    List<Solve> solves = rows.stream().flatMap(r -> r.sketched().stream()).toList();
    long full = solves.stream().filter(Solve::endsWithFullSteps).count();
    double share = (double) full / solves.size();
    return new Finding(
        "unit-steps",
        share == 1 ? Verdict.REPRODUCED : share >= 0.9 ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
        Map.of("share of runs that end with two full steps", share),
        "Both kinds of sketches, all seeds.");
  }

  private static Table table(List<Row> rows) {
    Table.Builder table =
        Table.titled(
            "Outer iterations to 1e-4 (all seeds where they differ)",
            "problem",
            "AdaSketch, Gaussian",
            "AdaSketch, rows",
            Methods.EXACT,
            Methods.ADAPTIVE,
            Methods.GMRES,
            Methods.AL);
    for (Row row : rows) {
      table.row(
          row.problem().name(),
          distinct(row.gaussian()),
          distinct(row.rows()),
          row.baselines().get(Methods.EXACT).outer(),
          row.baselines().get(Methods.ADAPTIVE).outer(),
          row.baselines().get(Methods.GMRES).outer(),
          row.baselines().get(Methods.AL).outer());
    }
    return table.build();
  }

  private static Table sketches(List<Row> rows) {
    Table.Builder table =
        Table.titled(
            "What accuracy costs: sketches (outer iterations), rows, seed 1",
            "problem",
            "the paper's test",
            "relative 0.1");
    for (Row row : rows) {
      Solve paper = row.rows().get(0);
      Solve rough = row.rough().get(0);
      table.row(
          row.problem().name(),
          "%d (%s)".formatted(paper.inner(), paper.outer()),
          "%d (%s)".formatted(rough.inner(), rough.outer()));
    }
    return table.build();
  }

  private static String distinct(List<Solve> solves) {
    return String.join(", ", solves.stream().map(Solve::outer).distinct().toList());
  }
}
