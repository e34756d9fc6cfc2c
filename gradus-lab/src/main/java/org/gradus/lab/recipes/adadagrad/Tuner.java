package org.gradus.lab.recipes.adadagrad;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.gradus.lab.recipes.adadagrad.Workload.Outcome;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.fair.GridSearch;
import org.gradus.lab.reproduce.fair.Sample;

/** Tunes the learning rate on seed 0 and held-out examples, then runs the other seeds. */
final class Tuner {
  private static final int EXTENSIONS = 2;

  private final Context context;
  private final Workload tuning;
  private final Workload reported;
  private final int seeds;

  /**
   * Trainings of a rule with some batches at its best rate.
   *
   * @param tunedLoss held-out loss of seed 0, by which rate and tolerance are chosen
   * @param outcomes in the order of the seeds
   */
  record Tuned(Rule rule, Batches batches, double rate, double tunedLoss, List<Outcome> outcomes) {
    Sample sample(ToDoubleFunction<Outcome> value) {
      return new Sample(outcomes.stream().mapToDouble(value).toArray());
    }

    double averageBatch() {
      return sample(Outcome::averageBatch).mean();
    }

    double steps() {
      return sample(Outcome::steps).mean();
    }
  }

  Tuner(Context context, Workload tuning, Workload reported, int seeds) {
    this.context = context;
    this.tuning = tuning;
    this.reported = reported;
    this.seeds = seeds;
  }

  /** Tunes and runs. */
  Tuned tune(Rule rule, Batches batches) {
    GridSearch.Search search =
        GridSearch.search(
            context.size(rule.rates(), rule.rates().subList(1, 3)),
            context.size(EXTENSIONS, 0),
            rates -> losses(rule, batches, rates));
    double rate = search.best().learningRate();
    return new Tuned(rule, batches, rate, search.best().loss(), outcomes(rule, batches, rate));
  }

  /** Runs at a rate that another tuning found. */
  Tuned at(double rate, Rule rule, Batches batches) {
    return new Tuned(rule, batches, rate, Double.NaN, outcomes(rule, batches, rate));
  }

  private List<Double> losses(Rule rule, Batches batches, List<Double> rates) {
    List<Piece<Outcome>> pieces =
        rates.stream()
            .map(rate -> tuning.piece(rule, batches, rate, 0, context.monitor()))
            .toList();
    return context.pieces(Outcome.class, pieces).stream().map(Outcome::testLoss).toList();
  }

  private List<Outcome> outcomes(Rule rule, Batches batches, double rate) {
    List<Piece<Outcome>> pieces =
        Arrays.stream(context.seeds(seeds))
            .mapToObj(seed -> reported.piece(rule, batches, rate, seed, context.monitor()))
            .toList();
    return context.pieces(Outcome.class, pieces);
  }

  static Table.Builder table(String title) {
    return Table.titled(
        title,
        "rule",
        "batches",
        "learning rate",
        "steps",
        "average batch",
        "training loss",
        "test accuracy");
  }

  static void row(Table.Builder table, Tuned tuned) {
    table.row(
        tuned.rule().title(),
        tuned.batches().name(),
        String.format(Locale.ROOT, "%.3g", tuned.rate()),
        String.format(Locale.ROOT, "%.0f", tuned.steps()),
        String.format(Locale.ROOT, "%.0f", tuned.averageBatch()),
        tuned.sample(Outcome::trainLoss).show(4),
        tuned.sample(Outcome::accuracy).show(4));
  }
}
