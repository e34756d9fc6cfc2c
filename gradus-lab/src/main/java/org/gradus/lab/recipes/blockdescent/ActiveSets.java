package org.gradus.lab.recipes.blockdescent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradus.core.Monitor;
import org.gradus.core.SparseMatrix;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.smooth.LinearModel;
import org.gradus.smooth.SquaredLoss;
import org.gradus.smooth.coordinate.BlockDescent;
import org.gradus.smooth.coordinate.BlockProblem;
import org.gradus.smooth.coordinate.BlockRun;
import org.gradus.smooth.coordinate.BlockSelection;
import org.gradus.smooth.coordinate.BlockSolution;
import org.gradus.smooth.coordinate.ModelFunction;
import org.gradus.smooth.coordinate.UpdateRule;
import org.gradus.smooth.coordinate.VariableBlocks;
import org.gradus.smooth.coordinate.VariableRule;

/** Non-negative L1 least squares: when the support is found for good, and when the run ends. */
final class ActiveSets {
  private static final List<Integer> SIZES = List.of(5, 20, 50);
  private static final Map<String, UpdateRule> UPDATES = updates();
  private static final double TARGET = 1e-8;
  private static final int LIMIT = 5000;

  /**
   * What became of every update and block size on one problem.
   *
   * @param support coordinates that are not zero at the solution
   * @param identified step after which the support no longer changes
   * @param ended step with a relative gap of 10⁻⁸
   */
  record Outcome(int support, Map<String, Double> identified, Map<String, Double> ended) {}

  private ActiveSets() {}

  private static Map<String, UpdateRule> updates() {
    Map<String, UpdateRule> updates = new LinkedHashMap<>();
    updates.put("PG", UpdateRule.PROJECTED_GRADIENT);
    updates.put("PN", UpdateRule.PROJECTED_NEWTON);
    updates.put("TMP", UpdateRule.TWO_METRIC);
    return updates;
  }

  static void run(Context context, Findings findings) {
    int rows = context.size(100, 40);
    int columns = context.size(200, 60);
    List<Piece<Outcome>> pieces = new ArrayList<>();
    for (long seed : context.seeds(5)) {
      pieces.add(
          new Piece<>(
              "active/rows=%d/columns=%d/seed=%d".formatted(rows, columns, seed),
              () -> outcome(rows, columns, seed)));
    }
    List<Outcome> outcomes = context.pieces(Outcome.class, pieces);
    findings.add(table(outcomes));
    findings.add(judge(outcomes));
  }

  private static double identified(List<Outcome> outcomes, String key) {
    return Medians.of(outcomes.stream().map(o -> o.identified().get(key)).toList());
  }

  private static Table table(List<Outcome> outcomes) {
    Table.Builder table =
        Table.titled(
            "Non-negative L1 least squares, greedy blocks: medians of steps (supports of %s)"
                .formatted(outcomes.stream().map(Outcome::support).toList()),
            "block size",
            "update",
            "support found",
            "relative gap 1e-8");
    for (int size : SIZES) {
      for (String update : UPDATES.keySet()) {
        String key = key(update, size);
        double ended = Medians.of(outcomes.stream().map(o -> o.ended().get(key)).toList());
        table.row(
            Integer.toString(size),
            update,
            Medians.count(identified(outcomes, key), LIMIT),
            Medians.count(ended, LIMIT));
      }
    }
    return table.build();
  }

  private static Finding judge(List<Outcome> outcomes) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    boolean sooner = true;
    for (int size : SIZES.subList(1, SIZES.size())) {
      double plain = identified(outcomes, key("PG", size));
      for (String update : List.of("PN", "TMP")) {
        double factor = plain / identified(outcomes, key(update, size));
        numbers.put("PG over %s, blocks of %d".formatted(update, size), factor);
        sooner &= factor >= 5;
      }
    }
    double late = 0;
    for (Outcome outcome : outcomes) {
      for (int size : SIZES) {
        if (size >= outcome.support()) {
          String key = key("TMP", size);
          late = Math.max(late, outcome.ended().get(key) - outcome.identified().get(key));
        }
      }
    }
    numbers.put("TMP with blocks above the support: steps after identification, worst", late);
    boolean quick = late <= 5;
    Verdict verdict =
        sooner && quick
            ? Verdict.REPRODUCED
            : sooner || quick ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    return new Finding("active-sets", verdict, numbers, "Medians over the seeds.");
  }

  private static String key(String update, int size) {
    return update + " " + size;
  }

  private static Outcome outcome(int rows, int columns, long seed) {
    SparseMatrix a = Problems.matrix(rows, columns, seed, true);
    double[] b = Problems.targets(a, 0.05, seed, true);
    double[] correlations = new double[columns];
    a.addTransposedProduct(b, correlations);
    double lambda = 0.02 * Arrays.stream(correlations).map(Math::abs).max().orElseThrow();
    BlockProblem problem =
        BlockProblem.nonNegative(new ModelFunction(LinearModel.sum(a, new SquaredLoss(b))), lambda);
    int all =
        (int)
            IntStream.range(0, columns)
                .filter(i -> problem.function().coordinateBound(i) > 0)
                .count();
    BlockSolution exact =
        new BlockDescent(
                BlockDescent.Config.of(greedy(all), UpdateRule.PROJECTED_NEWTON).withMaxSteps(5))
            .solve(problem, Monitor.SILENT);
    Map<String, Double> identified = new HashMap<>();
    Map<String, Double> ended = new HashMap<>();
    UPDATES.forEach(
        (name, update) -> {
          for (int size : SIZES) {
            SupportWatch watch = new SupportWatch(greedy(size), exact.x());
            BlockSolution solution = solve(problem, watch, update, exact.certificate().value());
            identified.put(key(name, size), (double) watch.lastDifferent());
            ended.put(key(name, size), (double) solution.steps());
          }
        });
    int support = (int) Arrays.stream(exact.x()).filter(v -> v != 0).count();
    return new Outcome(support, identified, ended);
  }

  private static BlockSelection greedy(int size) {
    return new VariableBlocks(size, VariableRule.PROJECTED_PROGRESS, 0);
  }

  private static BlockSolution solve(
      BlockProblem problem, BlockSelection selection, UpdateRule update, double optimum) {
    double start = problem.function().at(new double[problem.function().dimension()]).value();
    return new BlockDescent(
            BlockDescent.Config.of(selection, update)
                .withGradientTolerance(0)
                .withTargetValue(optimum + TARGET * (start - optimum))
                .withMaxSteps(LIMIT))
        .solve(problem, Monitor.SILENT);
  }

  /** Watches from within a run when the support last differed from the final one. */
  private static final class SupportWatch implements BlockSelection {
    private final BlockSelection rule;
    private final double[] solution;
    private int step;
    private int last;

    SupportWatch(BlockSelection rule, double[] solution) {
      this.rule = rule;
      this.solution = solution;
    }

    /** Steps after which the support did not differ any more. */
    int lastDifferent() {
      return last;
    }

    @Override
    public boolean greedy() {
      return rule.greedy();
    }

    @Override
    public Selector start(BlockRun run) {
      Selector selector = rule.start(run);
      return () -> {
        step++;
        double[] x = run.state().x();
        for (int i = 0; i < x.length; i++) {
          last = (x[i] == 0) != (solution[i] == 0) ? step : last;
        }
        return selector.next();
      };
    }
  }
}
