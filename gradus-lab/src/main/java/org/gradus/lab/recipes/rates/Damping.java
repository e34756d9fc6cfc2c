package org.gradus.lab.recipes.rates;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.gradus.core.Objective;
import org.gradus.core.RandomSource;
import org.gradus.core.Schedule;
import org.gradus.core.Tensors;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.recipes.rates.Training.Result;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.optim.Adam;
import org.gradus.optim.NoiseDampedAdam;
import org.gradus.train.Batch;
import org.gradus.train.Network;

/** Adam's damping: learned against constants, and the least that is stable. */
final class Damping {
  private static final double NOISE = 0.3;
  private static final int SEEDS = 5;
  private static final List<Double> RATES = List.of(1e-3, 3e-3, 1e-2, 3e-2, 0.1);
  private static final double[] CONSTANTS = {1e-8, 1e-3, 1e-2, 0.1, 1};
  private static final double SMALLEST = 1e-8;
  private static final double LARGEST = 100;
  private static final double BASE_RATE = 0.2;
  private static final int BASE_BATCH = 64;

  private final Context context;
  private final TrainingTask task = Digits.task(List.of(64), 16, NOISE);
  private final Table.Builder table =
      Table.titled(
          "Adam's damping, 30 % random labels, batches of 16, mean ± standard error over seeds",
          "epsilon", "tuned rate", "validation accuracy", "validation loss");

  private Damping(Context context) {
    this.context = context;
  }

  /** The least stable ε at a learning rate and batch size. */
  record Least(double epsilon) {}

  static void run(Context context, Findings findings) {
    new Damping(context).run(findings);
  }

  private void run(Findings findings) {
    double best = 0;
    for (double epsilon : CONSTANTS) {
      best = Math.max(best, accuracy(Double.toString(epsilon), rate -> adam(rate, epsilon)));
    }
    double learned = accuracy("learned", this::damped);
    Sample slope = slopes(findings);
    boolean near = learned >= best - 0.01;
    boolean law = Math.abs(slope.mean() - 1) <= slope.ci95() && slope.mean() > slope.ci95();
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("accuracy, learned damping", learned);
    numbers.put("accuracy, best constant epsilon", best);
    numbers.put("slope of log least epsilon on log rate/batch", slope.mean());
    numbers.put("its 95 % CI ±", slope.ci95());
    findings.add(
        new Finding(
            "damping",
            near && law
                ? Verdict.REPRODUCED
                : near || law ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
            numbers,
            "The law has slope 1: twice the rate or half the batch needs twice the damping."));
    findings.add(table.build());
  }

  private static Training.Factory adam(double rate, double epsilon) {
    return (network, theta, seed) -> new Adam(theta, new Adam.Config(rate, 0.9, 0.999, epsilon, 0));
  }

  private Training.Factory damped(double rate) {
    return (network, theta, seed) ->
        new NoiseDampedAdam(
            new Adam(theta, Adam.Config.of(rate)),
            NoiseDampedAdam.over(batches(network)),
            new NoiseDampedAdam.Config(20, SMALLEST),
            RandomSource.seeded(seed));
  }

  /** Eight fixed batches of 128. */
  private List<Objective> batches(Network network) {
    List<Objective> batches = new ArrayList<>();
    for (Batch batch : Digits.partition(task.data(), 128, 0).subList(0, 8)) {
      Batch kept =
          new Batch(Tensors.keep(batch.inputs()), Tensors.keep(batch.targets()), batch.ids());
      batches.add(Digits.objective(task, network, kept));
    }
    return batches;
  }

  /** Tunes the rate on seed 0 by validation loss, then runs all seeds. */
  private double accuracy(String name, DoubleFunction<Training.Factory> at) {
    List<Double> rates = context.smoke() ? RATES.subList(0, 2) : RATES;
    List<Piece<Result>> pieces = new ArrayList<>();
    for (double rate : rates) {
      pieces.add(piece(name, rate, at.apply(rate), 0));
    }
    List<Result> tried = context.pieces(Result.class, pieces);
    Result best =
        tried.stream()
            .min(
                Comparator.comparingDouble(
                    r -> Double.isNaN(r.validation()) ? Double.POSITIVE_INFINITY : r.validation()))
            .orElseThrow();
    double rate = rates.get(tried.indexOf(best));
    List<Piece<Result>> reported = new ArrayList<>();
    for (long seed : context.seeds(SEEDS)) {
      reported.add(piece(name, rate, at.apply(rate), seed));
    }
    List<Result> results = context.pieces(Result.class, reported);
    Sample accuracy = new Sample(results.stream().mapToDouble(Result::accuracy).toArray());
    Sample loss = new Sample(results.stream().mapToDouble(Result::validation).toArray());
    table.row(name, Double.toString(rate), accuracy.show(4), loss.show(3));
    return accuracy.mean();
  }

  private Piece<Result> piece(String name, double rate, Training.Factory factory, long seed) {
    return new Piece<>(
        "damping/" + name + "/rate" + rate + "/seed" + seed,
        () ->
            Training.run(
                task, factory, Schedule.constant(), context.size(300, 4), seed, context.monitor()));
  }

  /** One slope a seed, over three rates and three batch sizes. */
  private Sample slopes(Findings findings) {
    Table.Builder least =
        Table.titled(
            "Least stable epsilon (geometric mean over seeds)",
            "batch",
            "rate 0.2",
            "rate 0.4",
            "rate 0.8");
    long[] seeds = context.seeds(3);
    double[][] x = new double[seeds.length][9];
    double[][] y = new double[seeds.length][9];
    for (int i = 0; i < 3; i++) {
      int batch = BASE_BATCH >> i;
      String[] cells = {Integer.toString(batch), "", "", ""};
      for (int k = 0; k < 3; k++) {
        double rate = BASE_RATE * (1 << k);
        List<Piece<Least>> pieces = new ArrayList<>();
        for (long seed : seeds) {
          String key = "least/rate" + rate + "/batch" + batch + "/seed" + seed;
          pieces.add(new Piece<>(key, () -> least(rate, batch, seed)));
        }
        List<Least> found = context.pieces(Least.class, pieces);
        double mean = 0;
        for (int s = 0; s < seeds.length; s++) {
          x[s][3 * i + k] = Math.log(rate / batch);
          y[s][3 * i + k] = Math.log(found.get(s).epsilon());
          mean += y[s][3 * i + k] / seeds.length;
        }
        cells[k + 1] = String.format(Locale.ROOT, "%.3g", Math.exp(mean));
      }
      least.row(cells);
    }
    findings.add(least.build());
    double[] slopes = new double[seeds.length];
    for (int s = 0; s < seeds.length; s++) {
      slopes[s] = Slope.of(x[s], y[s]);
    }
    return new Sample(slopes);
  }

  /** By bisection of log ε, to a factor of 1.1. */
  private Least least(double rate, int batch, long seed) {
    TrainingTask of = Digits.task(List.of(64), batch, NOISE);
    double low = SMALLEST;
    double high = LARGEST;
    while (high / low > context.size(1.1, 1e5)) {
      double middle = Math.sqrt(low * high);
      Result result =
          Training.run(
              of,
              adam(rate, middle),
              Schedule.constant(),
              context.size(100, 4),
              seed,
              context.monitor());
      if (result.stable()) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return new Least(high);
  }
}
