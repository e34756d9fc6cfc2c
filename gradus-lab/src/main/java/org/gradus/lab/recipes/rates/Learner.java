package org.gradus.lab.recipes.rates;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import org.gradus.core.Monitor;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Schedule;
import org.gradus.core.Seeds;
import org.gradus.core.Tensors;
import org.gradus.curvature.ExtremeEigenvalues;
import org.gradus.curvature.ExtremeEigenvalues.End;
import org.gradus.curvature.HessianOperator;
import org.gradus.curvature.rates.CauchyRate;
import org.gradus.curvature.rates.LanczosRate;
import org.gradus.curvature.rates.RateRule;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.recipes.rates.Training.Result;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.optim.RateLearner;
import org.gradus.optim.Sgd;
import org.gradus.schedule.ScheduleShape;
import org.gradus.train.Batch;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;

/** Rates learned from curvature against tuned ones. */
final class Learner {
  private static final int SEEDS = 5;
  private static final int EPOCH = 23;
  private static final int EPOCHS = 30;
  private static final int CURVATURE_SET = 1024;
  private static final double[] FIRST_RATES = {1e-3, 1};

  private final Context context;
  private final TrainingTask task = Digits.task(List.of(64), 64, 0);
  private final int steps;
  private final Map<String, List<Result>> rows = new LinkedHashMap<>();

  private Learner(Context context) {
    this.context = context;
    steps = context.size(EPOCHS * EPOCH, 4);
  }

  static void run(Context context, Findings findings) {
    new Learner(context).run(findings);
  }

  private void run(Findings findings) {
    double best =
        Math.max(
            tuned("constant, momentum 0", 0, Schedule.constant()),
            tuned("constant, momentum 0.9", 0.9, Schedule.constant()));
    tuned("cosine, momentum 0.9", 0.9, ScheduleShape.cosine(0).over(steps));
    double inverse = add("constant 1/lambda_1", "inverse", this::inverse);
    double descent = Double.POSITIVE_INFINITY;
    double heavy = Double.POSITIVE_INFINITY;
    for (double first : FIRST_RATES) {
      descent =
          Math.min(descent, learner("descent pair", first, LanczosRate.Rule.GRADIENT_DESCENT));
      heavy = Math.min(heavy, learner("heavy-ball pair", first, LanczosRate.Rule.HEAVY_BALL));
      String from = " from " + first;
      add("Cauchy" + from, "cauchy" + first, cauchy(first));
      add("heavy ball of mini-batches" + from, "mini" + first, ofMiniBatches(first));
    }
    findings.add(judge(best, inverse, descent, heavy));
    findings.add(table());
  }

  private static Finding judge(double best, double inverse, double descent, double heavy) {
    double learned = Math.max(descent, heavy);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("best tuned constant rate", best);
    numbers.put("descent pair, worse of both first rates", descent);
    numbers.put("heavy-ball pair, worse of both first rates", heavy);
    numbers.put("constant 1/lambda_1", inverse);
    Verdict verdict =
        learned <= inverse || learned < best - 0.03
            ? Verdict.NOT_REPRODUCED
            : learned >= best - 0.01 ? Verdict.REPRODUCED : Verdict.PARTLY;
    return new Finding("learner", verdict, numbers, "Mean validation accuracies at equal epochs.");
  }

  /** Tunes on seed 0 by validation loss, then runs all seeds; the mean accuracy. */
  private double tuned(String name, double momentum, Schedule schedule) {
    List<Double> grid = new ArrayList<>();
    for (int i = -8; i <= context.size(2, -7); i++) {
      grid.add(Math.pow(2, i));
    }
    DoubleFunction<Training.Factory> at =
        rate -> (network, theta, seed) -> new Sgd(theta, new Sgd.Config(rate, momentum, false, 0));
    String key = name.replaceAll("[^a-z0-9.]+", "-");
    List<Piece<Result>> pieces = new ArrayList<>();
    for (double rate : grid) {
      pieces.add(piece(key + "/rate" + rate, at.apply(rate), schedule, 0));
    }
    List<Result> results = context.pieces(Result.class, pieces);
    Result best =
        results.stream().min(Comparator.comparingDouble(Learner::validation)).orElseThrow();
    double rate = grid.get(results.indexOf(best));
    return add(
        String.format(Locale.ROOT, "%s, tuned to %.3g", name, rate),
        key + "/rate" + rate,
        at.apply(rate),
        schedule);
  }

  private static double validation(Result result) {
    return Double.isNaN(result.validation()) ? Double.POSITIVE_INFINITY : result.validation();
  }

  private double learner(String name, double first, LanczosRate.Rule rule) {
    Training.Factory factory =
        (network, theta, seed) -> {
          Objective curvature = curvature(network, seed);
          return new RateLearner(
              base(theta, first),
              lanczos(rule, seed),
              batch -> curvature,
              new RateLearner.Config(0, 2 * EPOCH));
        };
    return add(name + " from " + first, rule + "/" + first, factory);
  }

  private static Sgd base(ParameterVector theta, double first) {
    return new Sgd(theta, new Sgd.Config(first, 0.9, false, 0));
  }

  private static RateRule lanczos(LanczosRate.Rule rule, long seed) {
    return new LanczosRate(LanczosRate.Config.of(rule), RandomSource.seeded(seed));
  }

  private Objective curvature(Network network, long seed) {
    TrainingData data = task.data();
    Batch drawn =
        Digits.draw(
            data, (int) Math.min(CURVATURE_SET, data.size()), Seeds.derive(seed, "curvature", 0));
    Batch kept =
        new Batch(Tensors.keep(drawn.inputs()), Tensors.keep(drawn.targets()), drawn.ids());
    return Digits.objective(task, network, kept);
  }

  private Training.Factory ofMiniBatches(double first) {
    return (network, theta, seed) ->
        new RateLearner(
            base(theta, first),
            lanczos(LanczosRate.Rule.HEAVY_BALL, seed),
            new RateLearner.Config(0, 2 * EPOCH));
  }

  private Training.Factory cauchy(double first) {
    return (network, theta, seed) -> {
      Objective all = Digits.objective(task, network, Digits.all(task.data()));
      Sgd plain = new Sgd(theta, new Sgd.Config(first, 0, false, 0));
      return new RateLearner(
          plain, new CauchyRate(), batch -> all, new RateLearner.Config(0, EPOCH));
    };
  }

  private Optimizer inverse(Network network, ParameterVector theta, long seed) {
    try (HessianOperator hessian = HessianOperator.of(theta, curvature(network, seed))) {
      ExtremeEigenvalues top =
          ExtremeEigenvalues.compute(
              hessian,
              ExtremeEigenvalues.Config.of(1, End.LARGEST),
              RandomSource.seeded(seed),
              Monitor.SILENT);
      return new Sgd(theta, new Sgd.Config(1 / top.first().value(), 0, false, 0));
    }
  }

  private double add(String name, String key, Training.Factory factory) {
    return add(name, key, factory, Schedule.constant());
  }

  private double add(String name, String key, Training.Factory factory, Schedule schedule) {
    List<Piece<Result>> pieces = new ArrayList<>();
    for (long seed : context.seeds(SEEDS)) {
      pieces.add(piece(key, factory, schedule, seed));
    }
    rows.put(name, context.pieces(Result.class, pieces));
    return sample(name, Result::accuracy).mean();
  }

  private Piece<Result> piece(String key, Training.Factory factory, Schedule schedule, long seed) {
    return new Piece<>(
        "learner/" + key + "/seed" + seed,
        () -> Training.run(task, factory, schedule, steps, seed, context.monitor()));
  }

  private Sample sample(String name, ToDoubleFunction<Result> value) {
    return new Sample(rows.get(name).stream().mapToDouble(value).toArray());
  }

  private Table table() {
    Table.Builder table =
        Table.titled(
            "Learned rates on the digits, mean ± standard error over seeds",
            "method",
            "validation accuracy",
            "validation loss",
            "training loss",
            "seconds, curvature included");
    for (String name : rows.keySet()) {
      table.row(
          name,
          sample(name, Result::accuracy).show(4),
          sample(name, Result::validation).show(3),
          sample(name, Result::end).show(4),
          sample(name, Result::seconds).show(2));
    }
    return table.build();
  }
}
