package org.gradus.lab.recipes.refinement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.Schedule;
import org.gradus.core.Seeds;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.GridSearch;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.optim.Adam;
import org.gradus.optim.Sgd;
import org.gradus.schedule.GradientNorm;
import org.gradus.schedule.GradientNormRecorder;
import org.gradus.schedule.RefinedSchedule;
import org.gradus.schedule.Refinement;
import org.gradus.schedule.ScheduleShape;

/** Logistic regressions with every schedule, each with its own peak learning rate. */
final class Convex {
  static final double FLAT_OVER_LINEAR = 2;
  static final double NEAR_COSINE = 1.25;
  private static final int BATCH = 16;
  private static final int MOST_ROWS = 3000;
  private static final int SEEDS = 5;
  private static final long RECORDING_SEED = 0;

  /** Flat steps are too noisy to be tuned on one seed. */
  private static final long[] TUNING_SEEDS = {0, 101, 102};

  private static final int EXTENSIONS = 10;

  /** How parameters are updated. */
  private enum Rule {
    SGD(GradientNorm.L2, List.of(0.44, 0.67, 1.0, 1.5, 2.2)),
    ADAM(GradientNorm.L1, List.of(0.013, 0.02, 0.03, 0.045, 0.067));

    private final GradientNorm norm;
    private final List<Double> grid;

    Rule(GradientNorm norm, List<Double> grid) {
      this.norm = norm;
      this.grid = grid;
    }

    Optimizer make(ParameterVector theta) {
      return this == SGD
          ? new Sgd(theta, new Sgd.Config(1, 0, false, 0))
          : new Adam(theta, new Adam.Config(1, 0.9, 0.95, 1e-8, 0));
    }
  }

  /** A schedule tuned, and what it reached on fresh seeds. */
  private record Result(double learningRate, double[] suboptimality, double[] accuracy) {
    Sample loss() {
      return new Sample(suboptimality);
    }
  }

  /** What one training left. */
  private record End(double suboptimality, double accuracy, double[] norms) {}

  private final Context context;
  private final Table.Builder table =
      Table.titled(
          "Logistic regression: training loss over its minimum, relative to linear decay",
          "data, method",
          "schedule",
          "peak learning rate",
          "loss - minimum",
          "over linear's",
          "test accuracy");
  private final List<Boolean> linearHolds = new ArrayList<>();
  private final List<Double> refinedOverLinear = new ArrayList<>();
  private int refinedLower;

  Convex(Context context) {
    this.context = context;
  }

  void run(Findings findings) {
    for (String data :
        context.size(
            List.of("digits", "breast-cancer", "wine", "mushrooms", "a9a"),
            List.of("breast-cancer"))) {
      if (NamedData.standard().isPresent(data)) {
        LogisticRegression problem = LogisticRegression.of(data, context.size(MOST_ROWS, 100));
        for (Rule rule : Rule.values()) {
          compare(data, problem, rule);
        }
      }
    }
    findings.add(table.build()).add(linear()).add(refined());
  }

  private void compare(String data, LogisticRegression problem, Rule rule) {
    Map<String, Result> results = new LinkedHashMap<>();
    shapes().forEach((name, shape) -> results.put(name, result(data, problem, rule, name, shape)));
    double[] norms =
        context.piece(
            double[].class,
            String.join("/", "convex", data, rule.name(), "norms"),
            () ->
                train(
                        problem,
                        rule,
                        ScheduleShape.linear(0),
                        results.get("linear").learningRate,
                        RECORDING_SEED)
                    .norms);
    for (int power : rule == Rule.SGD ? new int[] {2, 1} : new int[] {1}) {
      RefinedSchedule schedule = new Refinement(Refinement.DEFAULT_SMOOTHING, power).refine(norms);
      String name = "refined, power " + power;
      results.put(name, result(data, problem, rule, name, schedule));
    }
    judge(results, rule == Rule.SGD ? "refined, power 2" : "refined, power 1");
    rows(data + ", " + rule, results);
  }

  private static Map<String, ScheduleShape> shapes() {
    Map<String, ScheduleShape> shapes = new LinkedHashMap<>();
    shapes.put("linear", ScheduleShape.linear(0));
    shapes.put("cosine", ScheduleShape.cosine(0));
    shapes.put("flat", ScheduleShape.flat());
    shapes.put("step", ScheduleShape.stepwise(0.1, 0.5, 0.75));
    shapes.put("1/sqrt t", ScheduleShape.inverseSquareRoot());
    shapes.put("1/t", ScheduleShape.inverse());
    return shapes;
  }

  private Result result(
      String data, LogisticRegression problem, Rule rule, String name, ScheduleShape shape) {
    String key =
        String.join("/", "convex", data, rule.name(), name.replaceAll("[^A-Za-z0-9]+", "-"));
    return context.piece(
        Result.class,
        key,
        () -> {
          double rate =
              GridSearch.search(
                      rule.grid,
                      context.size(EXTENSIONS, 0),
                      rates -> rates.stream().map(r -> tuned(problem, rule, shape, r)).toList())
                  .best()
                  .learningRate();
          List<End> ends =
              Arrays.stream(context.seeds(SEEDS))
                  .mapToObj(seed -> train(problem, rule, shape, rate, seed))
                  .toList();
          return new Result(
              rate,
              ends.stream().mapToDouble(End::suboptimality).toArray(),
              ends.stream().mapToDouble(End::accuracy).toArray());
        });
  }

  private double tuned(LogisticRegression problem, Rule rule, ScheduleShape shape, double peak) {
    double sum = 0;
    for (long seed : TUNING_SEEDS) {
      sum += train(problem, rule, shape, peak, seed).suboptimality;
    }
    return sum / TUNING_SEEDS.length;
  }

  private End train(
      LogisticRegression problem, Rule rule, ScheduleShape shape, double peak, long seed) {
    int epochs = context.size(10, 2);
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "batch order", 0));
    List<int[]> batches = new ArrayList<>();
    for (int epoch = 0; epoch < epochs; epoch++) {
      batches.addAll(Arrays.asList(problem.batches(BATCH, random)));
    }
    Schedule schedule = shape.over(batches.size());
    try (PointerScope scope = new PointerScope()) {
      ParameterVector theta = problem.theta();
      GradientNormRecorder optimizer = new GradientNormRecorder(rule.make(theta), rule.norm);
      for (int t = 0; t < batches.size() && !context.monitor().cancelled(); t++) {
        optimizer.learningRate(peak * schedule.factor(t));
        optimizer.step(problem.on(batches.get(t)));
      }
      double gap = problem.suboptimality(theta);
      return new End(gap, problem.testAccuracy(theta), optimizer.norms(rule.norm));
    } catch (NonFiniteException e) {
      return new End(Double.NaN, Double.NaN, new double[0]);
    }
  }

  private void judge(Map<String, Result> results, String refined) {
    Sample linear = results.get("linear").loss();
    boolean holds =
        results.get("flat").loss().mean() >= FLAT_OVER_LINEAR * linear.mean()
            && linear.mean() <= NEAR_COSINE * results.get("cosine").loss().mean();
    for (String other : List.of("1/t", "1/sqrt t", "step")) {
      holds &= linear.mean() < results.get(other).loss().mean();
    }
    linearHolds.add(holds);
    Sample difference = results.get(refined).loss().minus(linear);
    refinedOverLinear.add(results.get(refined).loss().mean() / linear.mean());
    refinedLower += difference.mean() < -difference.standardError() ? 1 : 0;
  }

  private void rows(String name, Map<String, Result> results) {
    double linear = results.get("linear").loss().mean();
    results.forEach(
        (schedule, r) ->
            table.row(
                name,
                schedule,
                String.format(Locale.ROOT, "%.2g", r.learningRate),
                r.loss().show(6),
                String.format(Locale.ROOT, "%.2f", r.loss().mean() / linear),
                new Sample(r.accuracy).show(4)));
  }

  private Finding linear() {
    long held = linearHolds.stream().filter(h -> h).count();
    int all = linearHolds.size();
    Verdict verdict =
        held >= all - 1
            ? Verdict.REPRODUCED
            : 2 * held >= all ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("pairs where it holds", (double) held);
    numbers.put("pairs", (double) all);
    return new Finding(
        "linear-convex",
        verdict,
        numbers,
        "Every schedule has its own peak learning rate, tuned on seeds of their own.");
  }

  private Finding refined() {
    int all = refinedOverLinear.size();
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("pairs where refined is clearly lower", (double) refinedLower);
    numbers.put("pairs", (double) all);
    numbers.put(
        "smallest loss over linear's",
        refinedOverLinear.stream().min(Double::compare).orElse(Double.NaN));
    numbers.put("largest", refinedOverLinear.stream().max(Double::compare).orElse(Double.NaN));
    boolean holds = 2 * refinedLower > all;
    return new Finding(
        "refined-convex",
        Verdict.of(holds),
        numbers,
        holds
            ? "The refined schedule ends lower on a majority of the pairs."
            : "Not reproduced on convex sets: the refined schedule is no better than the line it"
                + " was recorded along.");
  }
}
