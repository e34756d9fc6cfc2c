package org.gradus.lab.recipes.useful;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.Seeds;
import org.gradus.lab.recipes.useful.PatchModel.Examples;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Axis;
import org.gradus.lab.reproduce.Plot.Series;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.optim.Sgd;
import org.gradus.selection.IndexMultiset;
import org.gradus.selection.Upsampling;
import org.gradus.selection.Useful;
import org.gradus.sharpness.Sam;

/** Gradient descent, SAM, and gradient descent on upsampled data, on the theory's model. */
final class Synthetic {
  static final double PURE = 0.95;
  private static final double LEARNING_RATE = 0.3;
  private static final double RHO = 0.05;
  private static final int EARLY = 75;
  private static final int TRACK_EACH = 25;
  private static final int TRAIN = 300;
  private static final int TEST = 1000;

  /** How strong the slow feature and the noise are. */
  private record Setting(double slow, double noise, int seeds) {
    String name() {
      return String.format(Locale.ROOT, "beta_d %.2f, noise %.1f", slow, noise);
    }
  }

  private static final List<Setting> SETTINGS =
      List.of(new Setting(0.35, 0.8, 30), new Setting(0.2, 0.5, 5), new Setting(0.5, 1.2, 5));

  /** A finished training: test accuracies and the alignments along the way. */
  private record End(double accuracy, double withoutFast, double[] fast, double[] slow) {
    double early(double[] alignment) {
      return alignment[Math.min(alignment.length - 1, EARLY / TRACK_EACH)];
    }
  }

  /** All arms of one seed. */
  private record Outcome(
      double precision, double recall, End descent, End sam, End useful, End random) {}

  private final Context context;
  private final int steps;

  Synthetic(Context context) {
    this.context = context;
    steps = context.size(1200, 150);
  }

  void run(Findings findings) {
    Table.Builder table =
        Table.titled(
            "The paper's model of features: test accuracy (%), all and without the fast feature",
            "setting",
            "slow set: precision, recall",
            "GD",
            "SAM",
            "GD, USEFUL",
            "GD, random copies");
    List<Setting> settings = context.size(SETTINGS, SETTINGS.subList(0, 1));
    Map<Setting, List<Outcome>> all = new LinkedHashMap<>();
    for (Setting setting : settings) {
      List<Outcome> outcomes = outcomes(setting);
      all.put(setting, outcomes);
      table.row(
          setting.name(),
          "%.3f, %.3f"
              .formatted(
                  sample(outcomes, Outcome::precision).mean(),
                  sample(outcomes, Outcome::recall).mean()),
          shown(outcomes, Outcome::descent),
          shown(outcomes, Outcome::sam),
          shown(outcomes, Outcome::useful),
          shown(outcomes, Outcome::random));
    }
    List<Outcome> main = all.get(settings.get(0));
    findings.add(table.build()).add(plot(main.get(0)));
    findings.add(separates(main)).add(helps(main)).add(early(main));
  }

  private List<Outcome> outcomes(Setting setting) {
    List<Piece<Outcome>> pieces = new ArrayList<>();
    for (long seed : context.seeds(setting.seeds)) {
      String key =
          String.format(Locale.ROOT, "patches/%.2f-%.1f/seed%d", setting.slow, setting.noise, seed);
      pieces.add(new Piece<>(key, () -> outcome(setting, seed)));
    }
    return context.pieces(Outcome.class, pieces);
  }

  private Outcome outcome(Setting setting, long seed) {
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "patches", 0));
    Examples train = Examples.draw(TRAIN, setting.slow, setting.noise, random);
    Examples test = Examples.draw(TEST, setting.slow, setting.noise, random);
    double[] plain = IndexMultiset.once(TRAIN).weights();
    int[] slow =
        Useful.standard()
            .select(PatchModel.predictions(separated(train, plain, seed), train), seed)
            .ids();
    int[] others = Upsampling.random(TRAIN, slow.length, Seeds.derive(seed, "random copies", 0));
    long found = Arrays.stream(slow).filter(i -> !train.hasFast()[i]).count();
    long there = 0;
    for (boolean fast : train.hasFast()) {
      there += fast ? 0 : 1;
    }
    return new Outcome(
        (double) found / slow.length,
        (double) found / there,
        end(train, plain, test, seed, false),
        end(train, plain, test, seed, true),
        end(train, IndexMultiset.upsample(TRAIN, slow, 2).weights(), test, seed, false),
        end(train, IndexMultiset.upsample(TRAIN, others, 2).weights(), test, seed, false));
  }

  /** Filters at twice the step at which the mean loss has fallen to half of log 2. */
  private double[] separated(Examples train, double[] weights, long seed) {
    try (PointerScope scope = new PointerScope()) {
      ParameterVector theta = filters(seed);
      Optimizer descent = optimizer(theta, false);
      Objective objective = PatchModel.objective(train, weights);
      long until = steps;
      for (int step = 1; step <= until; step++) {
        double loss = descent.step(objective).loss();
        if (until == steps && loss <= 0.5 * Math.log(2)) {
          until = 2L * step;
        }
      }
      return PatchModel.values(theta);
    }
  }

  private End end(Examples train, double[] weights, Examples test, long seed, boolean sam) {
    double[] fast = new double[steps / TRACK_EACH + 1];
    double[] slow = new double[fast.length];
    try (PointerScope scope = new PointerScope()) {
      ParameterVector theta = filters(seed);
      Optimizer optimizer = optimizer(theta, sam);
      Objective objective = PatchModel.objective(train, weights);
      for (int step = 0; step <= steps; step++) {
        if (step % TRACK_EACH == 0) {
          double[] w = PatchModel.values(theta);
          fast[step / TRACK_EACH] = PatchModel.alignment(w, 0);
          slow[step / TRACK_EACH] = PatchModel.alignment(w, 1);
        }
        optimizer.step(objective);
      }
      double[] w = PatchModel.values(theta);
      return new End(
          PatchModel.accuracy(w, test, false), PatchModel.accuracy(w, test, true), fast, slow);
    }
  }

  private static ParameterVector filters(long seed) {
    return PatchModel.filters(new SplittableRandom(Seeds.derive(seed, "weights", 0)));
  }

  private static Optimizer optimizer(ParameterVector theta, boolean sam) {
    Sgd descent = new Sgd(theta, new Sgd.Config(LEARNING_RATE, 0, false, 0));
    return sam ? new Sam(descent, RHO) : descent;
  }

  private static Sample sample(List<Outcome> outcomes, ToDoubleFunction<Outcome> value) {
    return new Sample(outcomes.stream().mapToDouble(value).toArray());
  }

  private static String shown(List<Outcome> outcomes, Function<Outcome, End> arm) {
    return String.format(
        Locale.ROOT,
        "%.1f, %.1f",
        100 * sample(outcomes, o -> arm.apply(o).accuracy).mean(),
        100 * sample(outcomes, o -> arm.apply(o).withoutFast).mean());
  }

  private static Finding separates(List<Outcome> outcomes) {
    double precision = sample(outcomes, Outcome::precision).mean();
    double recall = sample(outcomes, Outcome::recall).mean();
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("precision", precision);
    numbers.put("recall", recall);
    return new Finding(
        "clusters-separate",
        Verdict.of(precision >= PURE && recall >= PURE),
        numbers,
        "Slow set against the examples without the fast feature, mean of %d seeds."
            .formatted(outcomes.size()));
  }

  private static Finding helps(List<Outcome> outcomes) {
    Sample useful = sample(outcomes, o -> 100 * o.useful.withoutFast);
    Interval toPlain =
        Interval.of(useful.minus(sample(outcomes, o -> 100 * o.descent.withoutFast)));
    Interval toRandom =
        Interval.of(useful.minus(sample(outcomes, o -> 100 * o.random.withoutFast)));
    Map<String, Double> numbers = new LinkedHashMap<>();
    toPlain.put("points above GD", numbers);
    toRandom.put("points above random copies", numbers);
    boolean holds = toPlain.isAbove() && toRandom.isAbove();
    boolean partly = toPlain.isAbove() || toRandom.isAbove();
    return new Finding(
        "slow-feature-learned",
        holds ? Verdict.REPRODUCED : partly ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
        numbers,
        "Accuracy on test examples without the fast feature.");
  }

  private static Finding early(List<Outcome> outcomes) {
    Sample descent =
        sample(outcomes, o -> o.descent.early(o.descent.fast) - o.descent.early(o.descent.slow));
    Sample sam = sample(outcomes, o -> o.sam.early(o.sam.fast) - o.sam.early(o.sam.slow));
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("fast - slow alignment at step 75, GD", descent.mean());
    numbers.put("SAM", sam.mean());
    boolean smaller = sam.minus(descent).clearlyBelowZero();
    return new Finding(
        "sam-learns-evenly",
        Verdict.of(smaller && descent.clearlyAboveZero()),
        numbers,
        "Early in training; late it need not hold.");
  }

  private Plot plot(Outcome outcome) {
    return new Plot(
        "alignment",
        "Alignment of the filters with the features, one seed",
        Axis.linear("step"),
        Axis.linear("largest inner product"),
        List.of(
            series("GD, fast", outcome.descent.fast),
            series("GD, slow", outcome.descent.slow),
            series("SAM, fast", outcome.sam.fast),
            series("SAM, slow", outcome.sam.slow),
            series("USEFUL, fast", outcome.useful.fast),
            series("USEFUL, slow", outcome.useful.slow)));
  }

  private static Series series(String name, double[] values) {
    double[] at = new double[values.length];
    Arrays.setAll(at, i -> i * TRACK_EACH);
    return Series.of(name, at, values);
  }
}
