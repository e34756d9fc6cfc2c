package org.gradus.lab.recipes.adadagrad;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.model.Models;
import org.gradus.lab.recipes.Images;
import org.gradus.lab.recipes.adadagrad.Tuner.Tuned;
import org.gradus.lab.recipes.adadagrad.Workload.Outcome;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Axis;
import org.gradus.lab.reproduce.Plot.Series;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.train.TrainingData;

/** Softmax regression on MNIST: adaptive against constant batches at equal examples. */
final class Logistic {
  static final double FEWER = 10;
  static final double LOST = 0.01;
  private static final int TRAIN = 8000;
  private static final int SMALL = 16;
  private static final int EPOCHS = 20;
  private static final int SEEDS = 5;

  private final Context context;
  private final int examples;
  private final Tuner tuner;
  private final Table.Builder table =
      Tuner.table("Softmax regression, MNIST, learning rates tuned, equal examples");

  Logistic(Context context) {
    this.context = context;
    examples = context.size(TRAIN, 200);
    int cut = examples * 7 / 8;
    TrainingData all = Images.mnist(0, examples);
    TrainingData test = Images.mnist(TRAIN, context.size(TRAIN + 2000, TRAIN + 100));
    tuner =
        new Tuner(
            context,
            workload("held-out", all.subset(rows(0, cut)), all.subset(rows(cut, examples))),
            workload("test", all, test),
            SEEDS);
  }

  private static long[] rows(int from, int to) {
    return IntStream.range(from, to).asLongStream().toArray();
  }

  private Workload workload(String part, TrainingData train, TrainingData test) {
    double epochs = context.size(EPOCHS, 1);
    return new Workload(
        "logistic-%s%d.epochs%.0f".formatted(part, train.size(), epochs),
        seed -> Models.build(new ModelSpec.Linear(), new long[] {1, 28, 28}, 10, seed),
        train,
        test,
        epochs,
        examples);
  }

  void run(Findings findings) {
    for (Rule rule : Rule.values()) {
      Tuned small = tuned(rule, Batches.constant(SMALL));
      for (int size : context.size(new int[] {64, 512, 1500}, new int[0])) {
        tuned(rule, Batches.constant(size));
      }
      Tuned large = tuned(rule, Batches.constant(examples));
      Tuned adaptive = adaptive(rule);
      Tuned matched =
          tuned(rule, Batches.constant((int) Math.max(1, Math.round(adaptive.averageBatch()))));
      controls(rule, adaptive);
      if (rule == Rule.ADAGRAD) {
        findings.add(betterThanLarge(adaptive, large));
        findings.add(fewerSteps(adaptive, small));
        findings.add(testMatters(adaptive, matched));
        findings.add(history(adaptive));
      }
    }
    findings.add(table.build());
  }

  private Tuned tuned(Rule rule, Batches batches) {
    Tuned tuned = tuner.tune(rule, batches);
    Tuner.row(table, tuned);
    return tuned;
  }

  /** Every tolerance is tuned like a method; the best on held-out examples is judged. */
  private Tuned adaptive(Rule rule) {
    List<Tuned> all = new ArrayList<>();
    for (double eta : context.size(new double[] {0.1, 0.25, 0.5, 1}, new double[] {0.5})) {
      all.add(tuned(rule, Batches.normTest(eta)));
    }
    return all.stream().min(Comparator.comparingDouble(Tuned::tunedLoss)).orElseThrow();
  }

  /** The same growth without a test, and with a memory that restarts at each growth. */
  private void controls(Rule rule, Tuned adaptive) {
    double eta = eta(adaptive);
    int[] history = adaptive.outcomes().get(adaptive.outcomes().size() - 1).history();
    Tuner.row(table, tuner.at(adaptive.rate(), rule, Batches.replayed(eta, history)));
    tuned(rule, Batches.restarting(eta));
  }

  private static double eta(Tuned adaptive) {
    String name = adaptive.batches().name();
    return Double.parseDouble(name.substring(name.lastIndexOf('-') + 1));
  }

  private static Finding betterThanLarge(Tuned adaptive, Tuned large) {
    Sample loss = difference(adaptive, large, Outcome::trainLoss);
    Sample accuracy = difference(adaptive, large, Outcome::accuracy);
    boolean lower = loss.mean() < -loss.ci95();
    boolean higher = accuracy.mean() > accuracy.ci95();
    Verdict verdict =
        lower && higher
            ? Verdict.REPRODUCED
            : lower || higher ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("training loss, adaptive - full batch", loss.mean());
    numbers.put("its 95 % CI ±", loss.ci95());
    numbers.put("accuracy, adaptive - full batch", accuracy.mean());
    numbers.put("its 95 % CI ± (accuracy)", accuracy.ci95());
    numbers.put("eta", eta(adaptive));
    return new Finding(
        "better-than-large",
        verdict,
        numbers,
        "AdaGrad on softmax regression; the tolerance is the one of the least held-out loss.");
  }

  private static Finding fewerSteps(Tuned adaptive, Tuned small) {
    double ratio = small.steps() / adaptive.steps();
    Sample lost = difference(small, adaptive, Outcome::accuracy);
    boolean fewer = ratio >= FEWER;
    boolean kept = lost.mean() + lost.ci95() <= LOST;
    Verdict verdict =
        fewer && kept
            ? Verdict.REPRODUCED
            : fewer || kept ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("steps, constant 16 / adaptive", ratio);
    numbers.put("accuracy lost", lost.mean());
    numbers.put("its 95 % CI ±", lost.ci95());
    return new Finding("fewer-steps", verdict, numbers, "AdaGrad on softmax regression.");
  }

  private static Finding testMatters(Tuned adaptive, Tuned matched) {
    Sample loss = difference(adaptive, matched, Outcome::trainLoss);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("training loss, adaptive - constant of its average", loss.mean());
    numbers.put("its standard error", loss.standardError());
    numbers.put(
        "accuracy, adaptive - constant of its average",
        difference(adaptive, matched, Outcome::accuracy).mean());
    numbers.put("average batch", adaptive.averageBatch());
    return new Finding(
        "test-matters",
        Verdict.of(loss.clearlyBelowZero()),
        numbers,
        loss.clearlyAboveZero()
            ? "The matched-average baseline wins: a constant batch of the same average size, tuned"
                + " alike, ends at a lower loss."
            : "Against a constant batch of the same average size, tuned alike.");
  }

  private static Sample difference(Tuned one, Tuned other, ToDoubleFunction<Outcome> value) {
    return one.sample(value).minus(other.sample(value));
  }

  private static Plot history(Tuned adaptive) {
    int[] sizes = adaptive.outcomes().get(0).history();
    double[] steps = IntStream.range(0, sizes.length).mapToDouble(i -> i).toArray();
    double[] values = IntStream.of(sizes).asDoubleStream().toArray();
    return new Plot(
        "batches",
        "Batch sizes of one run, AdaGrad with " + adaptive.batches().name(),
        Axis.linear("step"),
        Axis.logarithmic("examples"),
        List.of(Series.of("batch size", steps, values)));
  }
}
