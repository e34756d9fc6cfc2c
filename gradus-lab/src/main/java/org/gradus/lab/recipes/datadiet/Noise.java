package org.gradus.lab.recipes.datadiet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.gradus.lab.recipes.Scores;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.selection.DataFingerprint;
import org.gradus.selection.ExampleScores;
import org.gradus.selection.LabelPermutation;
import org.gradus.selection.Subset;
import org.gradus.train.TrainingData;

/** Scores and windows where a tenth of the labels was permuted. */
final class Noise {
  static final double SEPARATED = 0.9;
  private static final double FRACTION = 0.1;
  private static final double KEPT = 0.5;
  private static final double SMALL = 0.2;
  private static final long SEED = 7;
  private static final int SEEDS = 2;

  private Noise() {}

  static void run(Diet diet, Findings findings) {
    TrainingData clean = diet.train();
    var labels = clean.batch(LongStream.range(0, clean.size()).toArray()).targets();
    LabelPermutation permuted = LabelPermutation.of(labels, FRACTION, SEED);
    TrainingData noisy = diet.relabelled(permuted.labels());
    ExampleScores scores = Scoring.usual(diet, "noisy", noisy).el2n();
    double separation = separation(scores, permuted.changed(labels));
    List<Window> windows = windows(diet, noisy, scores);
    findings.add(judge(separation, windows));
    findings.add(table(diet, noisy, scores, windows));
  }

  private static double separation(ExampleScores scores, boolean[] changed) {
    double[] wrong =
        IntStream.range(0, changed.length).mapToDouble(i -> changed[i] ? 1 : 0).toArray();
    return Scores.areaUnderCurve(scores.values(), wrong);
  }

  /** Half of the examples, from an offset in ascending order of score on. */
  private record Window(long offset, Sample accuracy) {}

  private static List<Window> windows(Diet diet, TrainingData noisy, ExampleScores scores) {
    List<Window> windows = new ArrayList<>();
    List<Double> offsets =
        diet.context().size(List.of(0.0, 0.25, 0.35, 0.4, 0.45, 0.5), List.of(0.0, 0.4, 0.5));
    for (double share : offsets) {
      long size = diet.share(KEPT);
      long offset = Math.min(Math.round(share * noisy.size()), noisy.size() - size);
      Sample accuracy =
          diet.accuracies(
              "noisy.window" + offset, seed -> Subset.window(scores, offset, size), noisy, SEEDS);
      windows.add(new Window(offset, accuracy));
    }
    return windows;
  }

  private static Finding judge(double separation, List<Window> windows) {
    int best =
        IntStream.range(0, windows.size())
            .boxed()
            .max(Comparator.comparingDouble(i -> windows.get(i).accuracy().mean()))
            .orElseThrow();
    boolean inside = best > 0 && best < windows.size() - 1;
    boolean apart = separation > SEPARATED;
    Verdict verdict =
        inside && apart
            ? Verdict.REPRODUCED
            : inside || apart ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    Window top = windows.get(windows.size() - 1);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("area under the ROC curve, EL2N for changed labels", separation);
    numbers.put("offset of the best half", (double) windows.get(best).offset());
    numbers.put("its accuracy", windows.get(best).accuracy().mean());
    numbers.put("accuracy of the hardest half", top.accuracy().mean());
    return new Finding(
        "noise-below-the-top",
        verdict,
        numbers,
        "A tenth of the labels was permuted; half of the examples is kept.");
  }

  private static Table table(
      Diet diet, TrainingData noisy, ExampleScores scores, List<Window> windows) {
    Table.Builder table =
        Table.titled("Test accuracy with a tenth of the labels permuted", "kept", "accuracy");
    for (Window window : windows) {
      table.row(
          String.format(Locale.ROOT, "half, from %d of %d on", window.offset(), noisy.size()),
          window.accuracy().show(4));
    }
    DataFingerprint data = DataFingerprint.of(noisy);
    long few = diet.share(SMALL);
    add(diet, noisy, table, "all", seed -> Subset.random(data, data.size(), seed));
    add(diet, noisy, table, "random half", seed -> Subset.random(data, diet.share(KEPT), seed));
    add(diet, noisy, table, "random fifth", seed -> Subset.random(data, few, seed));
    add(diet, noisy, table, "hardest fifth", seed -> Subset.hardest(scores, few));
    return table.build();
  }

  private static void add(
      Diet diet, TrainingData noisy, Table.Builder table, String name, Diet.Choice choice) {
    Sample accuracy = diet.accuracies("noisy." + name.replace(' ', '-'), choice, noisy, SEEDS);
    table.row(name, accuracy.show(4));
  }
}
