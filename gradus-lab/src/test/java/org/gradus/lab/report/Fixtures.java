package org.gradus.lab.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.gradus.lab.result.Comparison;
import org.gradus.lab.result.Cost;
import org.gradus.lab.result.CurvePoint;
import org.gradus.lab.result.FinalRun;
import org.gradus.lab.result.MethodResult;
import org.gradus.lab.result.Metric;
import org.gradus.lab.result.ModelInfo;
import org.gradus.lab.result.Protocol;
import org.gradus.lab.result.Provenance;
import org.gradus.lab.result.SearchRange;
import org.gradus.lab.result.Status;
import org.gradus.lab.result.TaskInfo;
import org.gradus.lab.result.Trial;

/** Made-up comparisons that look like real ones. */
final class Fixtures {

  static final Metric ACCURACY = new Metric("accuracy", Metric.Direction.HIGHER, Metric.FRACTION);

  static final Metric RMSE = new Metric("RMSE", Metric.Direction.LOWER, "kWh");

  private static final double TARGET = 0.95;

  private Fixtures() {}

  /** Eight methods, five seeds, twenty epochs, some runs diverged. */
  static Comparison eightMethods() {
    return comparison(
        ACCURACY,
        5,
        List.of(
            method("sgd", "SGD", 0.961, 1.0, 5, 0),
            method("adam", "Adam", 0.962, 1.15, 5, 0),
            method("adamw", "AdamW", 0.965, 1.18, 5, 0),
            method("sam", "SAM (SGD)", 0.974, 2.02, 5, 0),
            method("asam", "ASAM (SGD)", 0.972, 2.05, 5, 0),
            method("sophia-g", "Sophia-G", 0.963, 1.24, 5, 1),
            method("sophia-h", "Sophia-H", 0.960, 1.31, 5, 0),
            method("adahessian", "AdaHessian", 0.945, 3.9, 5, 2)));
  }

  /** A comparison of the given methods; the first is the baseline. */
  static Comparison comparison(Metric metric, int seeds, List<MethodResult> methods) {
    return new Comparison(
        "20260102-030405-digits",
        new TaskInfo("digits", "classification", "Handwritten digits, 8 by 8 grey pixels."),
        metric,
        methods.get(0).id(),
        new Protocol(
            12,
            seeds(seeds),
            20,
            64,
            new Protocol.Split(1200, 297, 300),
            "Log-uniform random search over each method's own ranges; best validation accuracy.",
            "Per seed, all methods start from the same weights and see the same batches.",
            "The lowest best validation value that the baseline reached over its seeds.",
            TARGET,
            "A run whose loss is no longer finite stops, is counted and has no result."),
        new Provenance(
            "0.1.0",
            "0123abcd",
            "./gradus compare digits --methods sgd,adam,adamw,sam,asam --seeds 5 --trials 12",
            "embedded: digits.csv.gz",
            "ab".repeat(32),
            "Eclipse Temurin 17.0.15",
            "Linux 6.1 amd64",
            "Some CPU with 2 cores",
            2,
            "2.10.0",
            "somewhere",
            Instant.parse("2026-01-02T03:04:05Z"),
            Instant.parse("2026-01-02T03:06:45Z")),
        new ModelInfo("mlp 64-128-10", 9_610, 4),
        methods,
        Status.COMPLETE);
  }

  /** A method that ends near the given value; its last {@code diverged} seeds diverge. */
  static MethodResult method(
      String id, String label, double value, double stepMillis, int seeds, int diverged) {
    List<FinalRun> runs = new ArrayList<>();
    for (long seed : seeds(seeds)) {
      runs.add(
          run(
              new Random(31 * seed + id.hashCode()),
              seed,
              value,
              stepMillis,
              seed > seeds - diverged));
    }
    List<SearchRange> ranges =
        List.of(
            new SearchRange("lr", 1e-4, 1, SearchRange.Scale.LOG),
            id.contains("sam")
                ? new SearchRange("rho", 0.01, 0.5, SearchRange.Scale.LOG)
                : new SearchRange("weightDecay", 1e-6, 1e-2, SearchRange.Scale.LOG));
    List<Trial> trials = trials(new Random(id.hashCode()), ranges, value);
    return new MethodResult(
        id,
        label,
        trials.get(2).hyperParameters(),
        Map.of("momentum", "0.9"),
        ranges,
        trials,
        runs,
        new Cost(stepMillis, 300L << 20),
        null);
  }

  private static List<Long> seeds(int count) {
    List<Long> seeds = new ArrayList<>();
    for (long seed = 1; seed <= count; seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  private static List<Trial> trials(Random random, List<SearchRange> ranges, double value) {
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Map<String, Double> values = new LinkedHashMap<>();
      for (SearchRange r : ranges) {
        values.put(r.parameter(), r.low() * Math.pow(r.high() / r.low(), random.nextDouble()));
      }
      boolean diverged = values.get("lr") > 0.5;
      double loss = 0.01 * Math.pow(Math.log10(values.get("lr") / 0.02), 2);
      double metric = i == 2 ? value : value - loss - 0.01 * random.nextDouble();
      boolean failed = diverged && i != 2;
      trials.add(new Trial(i, values, failed ? Double.NaN : metric, failed, 1.2));
    }
    return trials;
  }

  private static FinalRun run(
      Random random, long seed, double value, double stepMillis, boolean diverges) {
    double shift = 0.004 * new Random(seed).nextGaussian() + 0.0015 * random.nextGaussian();
    List<CurvePoint> curve = new ArrayList<>();
    Double epochsToTarget = null;
    int epochs = diverges ? 7 : 20;
    double secondsAnEpoch = 19 * stepMillis / 1000;
    for (int epoch = 1; epoch <= epochs; epoch++) {
      double metric = value + shift - 0.5 * Math.exp(-epoch / 2.5) + 0.004 * random.nextGaussian();
      double loss = 0.01 + 2.3 * Math.exp(-epoch / 4.0) * (1 + 0.1 * random.nextGaussian());
      if (epochsToTarget == null && metric >= TARGET) {
        epochsToTarget = (double) epoch;
      }
      curve.add(
          new CurvePoint(
              epoch, 19L * epoch, epoch * secondsAnEpoch, loss, loss * 1.2, metric, 0.1, Map.of()));
    }
    double end = diverges ? Double.NaN : value + shift;
    return new FinalRun(
        seed,
        end,
        end,
        diverges ? Double.NaN : 0.02,
        diverges,
        diverges ? 140L : null,
        epochs * secondsAnEpoch,
        epochs,
        epochsToTarget,
        epochsToTarget == null ? null : epochsToTarget * secondsAnEpoch,
        curve);
  }
}
