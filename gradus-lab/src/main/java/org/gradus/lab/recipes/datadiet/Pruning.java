package org.gradus.lab.recipes.datadiet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.gradus.lab.recipes.Scores;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Axis;
import org.gradus.lab.reproduce.Plot.Series;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.selection.DataFingerprint;
import org.gradus.selection.ExampleScores;
import org.gradus.selection.Subset;

/** Trainings on kept parts of clean data. */
final class Pruning {
  static final double NEAR = 0.003;
  static final double ABOVE_RANDOM = 0.01;
  static final double RANKS_ALIKE = 0.8;
  private static final double HALF = 0.5;
  private static final int SEEDS = 5;
  private static final int FEWER_SEEDS = 2;

  private final Diet diet;
  private final Scoring scoring;
  private final DataFingerprint data;
  private final Table.Builder table =
      Table.titled(
          "Test accuracy after equal steps on kept examples", "kept", "chosen by", "accuracy");

  Pruning(Diet diet, Scoring scoring) {
    this.diet = diet;
    this.scoring = scoring;
    data = DataFingerprint.of(diet.train());
  }

  void run(Findings findings) {
    Sample full = row("all", "", 1, seed -> Subset.random(data, data.size(), seed), SEEDS);
    Sample random = row("random", "random", HALF, seed -> random(HALF, seed), SEEDS);
    Sample hardest = row("EL2N", "el2n-hardest", HALF, hardest(scoring.el2n(), HALF), SEEDS);
    findings.add(half(full, hardest, random));
    findings.add(ranks());
    findings.add(initialization(random));
    findings.add(transfer(hardest, random));
    findings.add(forgetting(hardest));
    findings.add(fractions(full, hardest, random));
    findings.add(table.build());
    findings.add(costs());
  }

  private Sample row(String chosenBy, String key, double kept, Diet.Choice choice, int seeds) {
    String name = key.isEmpty() ? "all" : String.format(Locale.ROOT, "%s.kept%.2f", key, kept);
    Sample sample = diet.accuracies(name, choice, seeds);
    table.row(String.format(Locale.ROOT, "%.0f %%", 100 * kept), chosenBy, sample.show(4));
    return sample;
  }

  private Subset random(double kept, long seed) {
    return Subset.random(data, diet.share(kept), 1000 + seed);
  }

  private Diet.Choice hardest(ExampleScores scores, double kept) {
    return seed -> Subset.hardest(scores, diet.share(kept));
  }

  private Finding half(Sample full, Sample hardest, Sample random) {
    Sample overFull = hardest.minus(full);
    Sample overRandom = hardest.minus(random);
    boolean holds =
        overFull.mean() >= -NEAR
            && overRandom.mean() >= ABOVE_RANDOM
            && overRandom.mean() > overRandom.ci95();
    boolean fails = overRandom.mean() <= 0;
    Verdict verdict = holds ? Verdict.REPRODUCED : fails ? Verdict.NOT_REPRODUCED : Verdict.PARTLY;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("hardest half - all", overFull.mean());
    numbers.put("its 95 % CI ±", overFull.ci95());
    numbers.put("hardest half - random half", overRandom.mean());
    numbers.put("its 95 % CI ± (random)", overRandom.ci95());
    return new Finding(
        "half-is-enough",
        verdict,
        numbers,
        "All trainings have the same number of steps. Scores cost %d short runs beside them."
            .formatted(scoring.runs().size()));
  }

  private Finding ranks() {
    double rank = Scores.rankCorrelation(scoring.el2n().values(), scoring.grand().values());
    Verdict verdict =
        rank > RANKS_ALIKE
            ? Verdict.REPRODUCED
            : rank > RANKS_ALIKE - 0.3 ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    return new Finding(
        "el2n-is-grand",
        verdict,
        Map.of("Spearman correlation of EL2N and GraNd", rank),
        "Both after two epochs, each the mean of the same runs.");
  }

  private Finding initialization(Sample random) {
    Sample early =
        row("GraNd at start", "grand0", HALF, hardest(scoring.grandAtStart(), HALF), SEEDS);
    Sample later = row("GraNd", "grand", HALF, hardest(scoring.grand(), HALF), SEEDS);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put(
        "Spearman correlation, start and epoch 2",
        Scores.rankCorrelation(scoring.grandAtStart().values(), scoring.grand().values()));
    numbers.put("at start - random half", early.minus(random).mean());
    numbers.put("its standard error", early.minus(random).standardError());
    numbers.put("at epoch 2 - random half", later.minus(random).mean());
    return new Finding(
        "initialization",
        Verdict.of(early.minus(random).clearlyAboveZero()),
        numbers,
        "The independent replication (arXiv 2303.14753) found the scores at initialization to come"
            + " from trained networks.");
  }

  private Finding transfer(Sample own, Sample random) {
    ExampleScores small = Scoring.transferred(diet, diet.train()).el2n();
    Sample transferred =
        row("EL2N of a smaller net", "el2n-small", HALF, hardest(small, HALF), SEEDS);
    Sample single =
        row("EL2N of one run", "el2n-one", HALF, hardest(scoring.el2nOfOneRun(), HALF), SEEDS);
    boolean near = transferred.minus(own).mean() >= -NEAR;
    boolean better = transferred.minus(random).clearlyAboveZero();
    Verdict verdict =
        near && better ? Verdict.REPRODUCED : better ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("smaller net's scores - own scores", transferred.minus(own).mean());
    numbers.put("its standard error", transferred.minus(own).standardError());
    numbers.put("smaller net's scores - random half", transferred.minus(random).mean());
    numbers.put("one run's scores - mean of all runs'", single.minus(own).mean());
    return new Finding(
        "transfer",
        verdict,
        numbers,
        "Scores of a 784-64-10 network, learning rate 0.05, batch 64, choose for 784-256-128-10.");
  }

  private Finding forgetting(Sample own) {
    Sample forgetting =
        row("forgetting", "forgetting", HALF, hardest(Scoring.forgetting(diet), HALF), SEEDS);
    Sample difference = own.minus(forgetting);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("EL2N - forgetting", difference.mean());
    numbers.put("its 95 % CI ±", difference.ci95());
    return new Finding(
        "early-as-forgetting",
        Verdict.of(difference.mean() >= -NEAR),
        numbers,
        "Forgetting is counted in one training of the full length.");
  }

  /** Other fractions, for the table and the picture. */
  private Plot fractions(Sample full, Sample hardestHalf, Sample randomHalf) {
    List<Double> fractions = diet.context().size(List.of(0.5, 0.3, 0.2), List.of(0.5));
    ExampleScores el2n = scoring.el2n();
    List<Sample> hardest = new ArrayList<>();
    List<Sample> random = new ArrayList<>();
    List<Sample> easiest = new ArrayList<>();
    for (double kept : fractions) {
      boolean half = kept == HALF;
      hardest.add(
          half ? hardestHalf : row("EL2N", "el2n-hardest", kept, hardest(el2n, kept), FEWER_SEEDS));
      random.add(
          half
              ? randomHalf
              : row("random", "random", kept, seed -> random(kept, seed), FEWER_SEEDS));
      easiest.add(
          row(
              "EL2N, easiest",
              "el2n-easiest",
              kept,
              seed -> Subset.easiest(el2n, diet.share(kept)),
              FEWER_SEEDS));
    }
    return new Plot(
        "kept",
        "Test accuracy after equal steps; all examples: " + full.show(4),
        Axis.linear("share of the examples kept"),
        Axis.linear("test accuracy"),
        List.of(
            line("hardest", fractions, hardest),
            line("random", fractions, random),
            line("easiest", fractions, easiest)));
  }

  private static Series line(String name, List<Double> x, List<Sample> y) {
    return Series.of(
        name,
        x.stream().mapToDouble(Double::doubleValue).toArray(),
        y.stream().mapToDouble(Sample::mean).toArray());
  }

  /** What scores cost beside a training; times are of runs as they came, side by side. */
  private Table costs() {
    double training =
        diet.results("all", seed -> Subset.random(data, data.size(), seed), diet.train(), SEEDS)
            .get(0)
            .seconds();
    double runs = scoring.runs().stream().mapToDouble(Scoring.Scored::trainSeconds).sum();
    return Table.titled("Cost in seconds", "what", "seconds")
        .row("one training", seconds(training))
        .row("all scoring runs' training", seconds(runs))
        .row("EL2N of all examples, one pass", seconds(mean(Scoring.Scored::el2nSeconds)))
        .row("GraNd of all examples, one pass", seconds(mean(Scoring.Scored::grandSeconds)))
        .build();
  }

  private double mean(ToDoubleFunction<Scoring.Scored> seconds) {
    return scoring.runs().stream().mapToDouble(seconds).average().orElseThrow();
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
