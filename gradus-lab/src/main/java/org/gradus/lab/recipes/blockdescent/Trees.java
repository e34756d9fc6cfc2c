package org.gradus.lab.recipes.blockdescent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.core.Monitor;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.smooth.coordinate.BlockDescent;
import org.gradus.smooth.coordinate.BlockProblem;
import org.gradus.smooth.coordinate.BlockSelection;
import org.gradus.smooth.coordinate.BlockSequence;
import org.gradus.smooth.coordinate.BlockSolution;
import org.gradus.smooth.coordinate.FixedBlocks;
import org.gradus.smooth.coordinate.FixedRule;
import org.gradus.smooth.coordinate.ForestBlocks;
import org.gradus.smooth.coordinate.GraphPartition;
import org.gradus.smooth.coordinate.LabelPropagation;
import org.gradus.smooth.coordinate.Lattice;
import org.gradus.smooth.coordinate.QuadraticFunction;
import org.gradus.smooth.coordinate.UpdateRule;
import org.gradus.smooth.coordinate.VariableBlocks;
import org.gradus.smooth.coordinate.VariableRule;

/**
 * Steps and seconds to a relative gap of 10⁻⁸ of label propagation on a lattice, by block shape.
 */
final class Trees {
  private static final double TARGET = 1e-8;
  private static final String GREEDY = "greedy forest, |g|";
  private static final String RED_BLACK = "red-black";
  private static final String GENERAL = "general block of n^(1/3), GS";

  /**
   * What became of every shape on one lattice.
   *
   * @param steps to the target, or the limit
   * @param seconds spent
   */
  record Outcome(Map<String, Double> steps, Map<String, Double> seconds) {}

  private Trees() {}

  static void run(Context context, Findings findings) {
    int side = context.size(30, 8);
    int limit = context.size(20_000, 2000);
    Map<String, Map<String, Double>> steps = new LinkedHashMap<>();
    Table.Builder table =
        Table.titled(
            "Label propagation on a %d x %d lattice: to a relative gap of 1e-8"
                .formatted(side, side),
            "weights",
            "blocks",
            "steps",
            "ms");
    for (boolean random : new boolean[] {false, true}) {
      String weights = random ? "random" : "unit";
      List<Piece<Outcome>> pieces = new ArrayList<>();
      for (long seed : context.seeds(5)) {
        pieces.add(
            new Piece<>(
                "trees/%s/side=%d/limit=%d/seed=%d".formatted(weights, side, limit, seed),
                () -> outcome(side, random, limit, seed)));
      }
      List<Outcome> outcomes = context.pieces(Outcome.class, pieces);
      Map<String, Double> medians = new LinkedHashMap<>();
      for (String shape : shapes(List.of(new int[] {0}), 1, 0).keySet()) {
        medians.put(shape, Medians.of(outcomes.stream().map(o -> o.steps().get(shape)).toList()));
        double spent = Medians.of(outcomes.stream().map(o -> o.seconds().get(shape)).toList());
        table.row(
            weights,
            shape,
            Medians.count(medians.get(shape), limit),
            "%.1f".formatted(1e3 * spent));
      }
      steps.put(weights, medians);
    }
    findings.add(table.build());
    findings.add(judge(steps));
  }

  private static Finding judge(Map<String, Map<String, Double>> steps) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    boolean fewest = true;
    boolean margins = true;
    for (Map.Entry<String, Map<String, Double>> entry : steps.entrySet()) {
      Map<String, Double> of = entry.getValue();
      double greedy = of.get(GREEDY);
      double next =
          of.entrySet().stream()
              .filter(e -> !e.getKey().startsWith("greedy"))
              .mapToDouble(Map.Entry::getValue)
              .min()
              .orElseThrow();
      fewest &= greedy <= next;
      margins &= of.get(RED_BLACK) >= 2 * greedy && of.get(GENERAL) >= 10 * greedy;
      numbers.put(entry.getKey() + ": greedy forest", greedy);
      numbers.put(entry.getKey() + ": fewest of the others", next);
      numbers.put(entry.getKey() + ": red-black over greedy", of.get(RED_BLACK) / greedy);
      numbers.put(entry.getKey() + ": general over greedy (at least)", of.get(GENERAL) / greedy);
    }
    Verdict verdict =
        fewest && margins ? Verdict.REPRODUCED : margins ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    return new Finding("message-passing", verdict, numbers, "Medians of steps over the seeds.");
  }

  private static Map<String, BlockSelection> shapes(List<int[]> combs, int size, long seed) {
    Map<String, BlockSelection> shapes = new LinkedHashMap<>();
    shapes.put(GREEDY, new ForestBlocks(ForestBlocks.Rule.GS, seed));
    shapes.put("greedy forest, |g| / sqrt(D)", new ForestBlocks(ForestBlocks.Rule.GSD, seed));
    shapes.put("two combs in turn", new BlockSequence(combs));
    shapes.put("random forest", new ForestBlocks(ForestBlocks.Rule.RANDOM, seed));
    shapes.put(
        "bins of forests in turn",
        new FixedBlocks(GraphPartition.FORESTS, 1, FixedRule.CYCLIC, seed));
    shapes.put(RED_BLACK, new FixedBlocks(GraphPartition.COLOURS, 1, FixedRule.CYCLIC, seed));
    shapes.put(GENERAL, new VariableBlocks(size, VariableRule.GS, seed));
    return shapes;
  }

  private static Outcome outcome(int side, boolean randomWeights, int limit, long seed) {
    LabelPropagation propagation = Problems.lattice(side, randomWeights, seed);
    QuadraticFunction f = propagation.quadratic();
    BlockProblem problem = BlockProblem.of(f);
    double optimum =
        new BlockDescent(
                BlockDescent.Config.of(
                        new ForestBlocks(ForestBlocks.Rule.GS, 0), UpdateRule.MESSAGE_PASSING)
                    .withGradientTolerance(1e-11)
                    .withMaxSteps(limit))
            .solve(problem, Monitor.SILENT)
            .certificate()
            .value();
    Map<String, Double> steps = new HashMap<>();
    Map<String, Double> seconds = new HashMap<>();
    List<int[]> combs = new Lattice(side, side).combs(propagation.unlabelled());
    int size = Math.max(1, (int) Math.round(Math.cbrt(f.dimension())));
    shapes(combs, size, seed)
        .forEach(
            (name, selection) -> {
              UpdateRule update =
                  name.equals(GENERAL) ? UpdateRule.MATRIX : UpdateRule.MESSAGE_PASSING;
              BlockSolution solution =
                  new BlockDescent(
                          BlockDescent.Config.of(selection, update)
                              .withGradientTolerance(0)
                              .withTargetValue(optimum * (1 - TARGET))
                              .withMaxSteps(limit))
                      .solve(problem, Monitor.SILENT);
              steps.put(name, (double) solution.steps());
              seconds.put(name, solution.trace().last().seconds());
            });
    return new Outcome(steps, seconds);
  }
}
