package org.gradus.lab.recipes.datadiet;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gradus.core.Likelihood;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Piece;
import org.gradus.selection.DataFingerprint;
import org.gradus.selection.ExampleScores;
import org.gradus.selection.ForgettingTracker;
import org.gradus.selection.LogitScore;
import org.gradus.train.TrainingData;

/** Scores from runs that are stopped after two epochs. */
final class Scoring {
  private static final int EPOCHS = 2;
  private static final long FIRST_SEED = 101;

  private final List<Scored> runs;
  private final DataFingerprint data;

  /** What one run scores, and in what time. */
  record Scored(
      double[] grandAtStart,
      double[] grand,
      double[] el2n,
      double trainSeconds,
      double grandSeconds,
      double el2nSeconds) {}

  private Scoring(List<Scored> runs, DataFingerprint data) {
    this.runs = List.copyOf(runs);
    this.data = data;
  }

  /** Scores of the usual network. */
  static Scoring usual(Diet diet, String name, TrainingData data) {
    return of(diet, name, Diet.LARGE, 0.1, 128, data);
  }

  /** Scores of a smaller network, trained at another rate in other batches. */
  static Scoring transferred(Diet diet, TrainingData data) {
    return of(diet, "small", Diet.SMALL, 0.05, 64, data);
  }

  private static Scoring of(
      Diet diet, String name, ModelSpec model, double rate, int batch, TrainingData data) {
    Context context = diet.context();
    List<Piece<Scored>> pieces = new ArrayList<>();
    for (long run = 0; run < context.size(10, 2); run++) {
      long seed = FIRST_SEED + run;
      pieces.add(
          new Piece<>(
              "score/%s/of%d/seed%d".formatted(name, data.size(), seed),
              () -> scored(diet, model, rate, batch, data, seed)));
    }
    return new Scoring(context.pieces(Scored.class, pieces), DataFingerprint.of(data));
  }

  private static Scored scored(
      Diet diet, ModelSpec model, double rate, int batch, TrainingData data, long seed) {
    Diet.Session session = diet.scoring(model, rate, batch, data, seed);
    ExampleScores start = grand(session, data);
    session.trainer().steps(EPOCHS * session.trainer().stepsPerEpoch(), diet.context().monitor());
    long before = System.nanoTime();
    ExampleScores grand = grand(session, data);
    long between = System.nanoTime();
    ExampleScores el2n = ExampleScores.of(LogitScore.EL2N, session.network(), data);
    long after = System.nanoTime();
    return new Scored(
        start.values(),
        grand.values(),
        el2n.values(),
        session.trainer().trace().last().seconds(),
        (between - before) * 1e-9,
        (after - between) * 1e-9);
  }

  private static ExampleScores grand(Diet.Session session, TrainingData data) {
    return ExampleScores.grand(session.network(), session.theta(), data, Likelihood.CATEGORICAL);
  }

  ExampleScores el2n() {
    return mean("EL2N", Scored::el2n);
  }

  /** EL2N of the first run alone. */
  ExampleScores el2nOfOneRun() {
    return new ExampleScores("EL2N", runs.get(0).el2n(), data);
  }

  ExampleScores grand() {
    return mean("GraNd", Scored::grand);
  }

  ExampleScores grandAtStart() {
    return mean("GraNd at initialization", Scored::grandAtStart);
  }

  List<Scored> runs() {
    return runs;
  }

  private ExampleScores mean(String name, Function<Scored, double[]> values) {
    return ExampleScores.mean(
        runs.stream().map(run -> new ExampleScores(name, values.apply(run), data)).toList());
  }

  /** Transitions counted in one training of the full length; never correct as −1, for JSON. */
  record Forgotten(double[] transitions) {}

  /** How often a training of the full length forgot each example. */
  static ExampleScores forgetting(Diet diet) {
    TrainingData data = diet.train();
    Forgotten forgotten =
        diet.context()
            .piece(
                Forgotten.class,
                "score/forgetting/of%d/steps%d".formatted(data.size(), diet.steps()),
                () -> new Forgotten(count(diet)));
    double[] values = forgotten.transitions().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] < 0 ? Double.POSITIVE_INFINITY : values[i];
    }
    return new ExampleScores("forgetting", values, DataFingerprint.of(data));
  }

  private static double[] count(Diet diet) {
    ForgettingTracker tracker = new ForgettingTracker((int) diet.train().size());
    Diet.Session plain = diet.session(diet.train(), FIRST_SEED);
    Diet.Session watched =
        Diet.session(
            tracker.watch(plain.network()),
            tracker.watch(diet.train()),
            0.1,
            128,
            diet.steps(),
            FIRST_SEED);
    watched.trainer().steps(diet.steps(), diet.context().monitor());
    double[] values = tracker.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.isInfinite(values[i]) ? -1 : values[i];
    }
    return values;
  }
}
