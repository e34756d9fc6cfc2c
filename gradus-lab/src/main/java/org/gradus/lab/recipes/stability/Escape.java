package org.gradus.lab.recipes.stability;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.gradus.core.RandomSource;
import org.gradus.core.Seeds;
import org.gradus.curvature.stability.GaussNewtonSharpness;
import org.gradus.curvature.stability.StabilityProblem;
import org.gradus.curvature.stability.ThresholdSolver;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;

/** SGD started close to minima that gradient descent found. */
final class Escape {
  private static final double NOISE = 1e-3;
  private static final double ABOVE = 1.2;
  private static final double BELOW = 0.5;
  private static final double GROWTH = 100;
  private static final int WATCHED = 3000;

  private Escape() {}

  /**
   * What happened at one minimum.
   *
   * @param trace its trace
   * @param threshold the exact largest stable learning rate of SGD there
   * @param above largest loss over first loss, above the trace's limit
   * @param below the same below the threshold
   */
  record Outcome(double trace, double threshold, double above, double below) {}

  static void run(Context context, Findings findings) {
    List<Piece<Outcome>> pieces = new ArrayList<>();
    for (long seed : context.seeds(DiagonalRuns.SEEDS)) {
      pieces.add(new Piece<>("escape/seed" + seed, () -> outcome(context, seed)));
    }
    List<Outcome> outcomes = context.pieces(Outcome.class, pieces);
    boolean escapes = outcomes.stream().allMatch(o -> o.above() >= GROWTH);
    boolean stays = outcomes.stream().noneMatch(o -> o.below() >= GROWTH);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put(
        "least growth above", outcomes.stream().mapToDouble(Outcome::above).min().orElseThrow());
    numbers.put(
        "largest growth below", outcomes.stream().mapToDouble(Outcome::below).max().orElseThrow());
    findings.add(
        new Finding(
            "escape",
            escapes && stays
                ? Verdict.REPRODUCED
                : escapes || stays ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
            numbers,
            "Growth is the largest full loss within "
                + WATCHED
                + " steps over that at the start."));
    Table.Builder table =
        Table.titled(
            "SGD from minima of gradient descent",
            "seed",
            "trace",
            "2/trace",
            "exact threshold",
            "growth at 1.2 * 2/trace",
            "growth at half the threshold");
    for (int i = 0; i < outcomes.size(); i++) {
      Outcome o = outcomes.get(i);
      table.row(
          Integer.toString(i + 1),
          String.format(Locale.ROOT, "%.1f", o.trace()),
          String.format(Locale.ROOT, "%.5f", 2 / o.trace()),
          String.format(Locale.ROOT, "%.5f", o.threshold()),
          String.format(Locale.ROOT, "%.3g", o.above()),
          String.format(Locale.ROOT, "%.3g", o.below()));
    }
    findings.add(table.build());
  }

  private static Outcome outcome(Context context, long seed) {
    DiagonalNet net =
        DiagonalNet.draw(
            context.size(200, 20), context.size(60, 10), Seeds.derive(seed, "diagonal", 0));
    Descent.Settings settings =
        new Descent.Settings(0.01, net.examples(), context.size(80_000, 2000), Descent.CONVERGED);
    Descent.run(net, settings, 0, context.monitor());
    try (PointerScope scope = new PointerScope()) {
      double trace = GaussNewtonSharpness.exact(net.jacobian(), net.examples()).trace().value();
      double threshold =
          ThresholdSolver.matrixFree(RandomSource.seeded(seed))
              .solve(StabilityProblem.of(net.jacobian(), 1))
              .learningRate();
      net.perturb(NOISE, seed);
      return new Outcome(
          trace,
          threshold,
          growth(net.copy(), ABOVE * 2 / trace, seed),
          growth(net.copy(), BELOW * threshold, seed));
    }
  }

  /** The largest loss over the first. */
  private static double growth(DiagonalNet net, double rate, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double first = Descent.loss(net);
    double largest = first;
    for (int t = 1; t <= WATCHED; t++) {
      net.add(random.nextInt(net.examples()));
      net.step(rate, 1, Double.POSITIVE_INFINITY);
      if (t % 20 == 0) {
        largest = Math.max(largest, Descent.loss(net));
      }
    }
    return largest / first;
  }
}
