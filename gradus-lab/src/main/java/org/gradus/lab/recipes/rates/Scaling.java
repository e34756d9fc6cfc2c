package org.gradus.lab.recipes.rates;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.gradus.lab.recipes.rates.Rates.Kind;
import org.gradus.lab.recipes.rates.Rates.Sweep;
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

/** Learning rates over batch sizes, and the exponents in between. */
final class Scaling {
  static final int SEEDS = 4;
  static final int STEPS = 150;
  static final List<Integer> HIDDEN = List.of(64, 64);

  /** Batch sizes and the labels they are used with. */
  enum Data {
    CLEAN(0, 4, 16, 64, 256),
    NOISY(0.3, 1, 2, 4);

    private final double noise;

    @SuppressWarnings("ImmutableEnumChecker") // never written after construction
    private final int[] batches;

    Data(double noise, int... batches) {
      this.noise = noise;
      this.batches = batches;
    }
  }

  private final Context context;
  private final Table.Builder rates =
      Table.titled(
          "Learning rates over batch sizes, geometric means over seeds",
          "method",
          "random labels",
          "batch",
          "best rate",
          "largest stable rate");
  private final Table.Builder exponents =
      Table.titled(
          "Exponents of the learning rate on the batch size, mean ± 95 % interval over seeds",
          "method", "random labels", "batches", "best rate", "largest stable rate");
  private final List<Series> series = new ArrayList<>();

  private Scaling(Context context) {
    this.context = context;
  }

  static void run(Context context, Findings findings) {
    new Scaling(context).run(findings);
  }

  private void run(Findings findings) {
    Sample sgdClean = sweeps(Kind.SGD, Data.CLEAN).get("lower");
    Sample sgdNoisy = sweeps(Kind.SGD, Data.NOISY).get("all");
    Sample adam = sweeps(Kind.ADAM, Data.CLEAN).get("all");
    sweeps(Kind.ADAM, Data.NOISY);
    findings.add(linear(sgdClean, sgdNoisy));
    findings.add(root(adam));
    findings.add(rates.build());
    findings.add(exponents.build());
    findings.add(
        new Plot(
            "largest-rate",
            "Largest stable learning rate over batch sizes",
            Axis.logarithmic("batch size"),
            Axis.logarithmic("learning rate"),
            series));
  }

  private static Finding linear(Sample clean, Sample noisy) {
    boolean holds = isOne(clean) || isOne(noisy);
    boolean near = Math.max(clean.mean(), noisy.mean()) > 0.75;
    return new Finding(
        "linear-sgd",
        holds ? Verdict.REPRODUCED : near ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
        numbers(Map.of("batches 4 to 16", clean, "random labels, batches 1 to 4", noisy)),
        "Exponents of SGD's largest stable rate, without momentum.");
  }

  private static boolean isOne(Sample exponent) {
    return contains(exponent, 1) && !contains(exponent, 0.5);
  }

  private static Finding root(Sample adam) {
    boolean holds = contains(adam, 0.5) && !contains(adam, 0) && !contains(adam, 1);
    boolean near = Math.abs(adam.mean() - 0.5) <= 0.15;
    return new Finding(
        "root-adam",
        holds ? Verdict.REPRODUCED : near ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
        numbers(Map.of("batches 4 to 256", adam)),
        "Exponents of Adam's largest stable rate.");
  }

  private static Map<String, Double> numbers(Map<String, Sample> samples) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    samples.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> {
              numbers.put(entry.getKey(), entry.getValue().mean());
              numbers.put(entry.getKey() + ", 95 % CI ±", entry.getValue().ci95());
            });
    return numbers;
  }

  private static boolean contains(Sample exponent, double value) {
    return Math.abs(exponent.mean() - value) <= exponent.ci95();
  }

  /** Runs a method on some data; returns the exponents of its largest rate by range. */
  private Map<String, Sample> sweeps(Kind kind, Data data) {
    List<List<Sweep>> byBatch = new ArrayList<>();
    for (int batch : data.batches) {
      List<Piece<Sweep>> pieces = new ArrayList<>();
      for (long seed : context.seeds(SEEDS)) {
        pieces.add(new Piece<>(key(kind, data, batch, seed), () -> sweep(kind, data, batch, seed)));
      }
      List<Sweep> found = context.pieces(Sweep.class, pieces);
      byBatch.add(found);
      rates.row(
          kind.toString(),
          Double.toString(data.noise),
          Integer.toString(batch),
          show(mean(found, Sweep::best)),
          show(mean(found, Sweep::largest)));
    }
    series.add(series(kind, data, byBatch));
    Map<String, Sample> ranges = new LinkedHashMap<>();
    ranges.put("all", exponents(kind, data, byBatch, 0, data.batches.length));
    if (data.batches.length > 3) {
      int half = data.batches.length / 2;
      ranges.put("lower", exponents(kind, data, byBatch, 0, half));
      ranges.put("upper", exponents(kind, data, byBatch, half, data.batches.length));
    }
    return ranges;
  }

  private static String key(Kind kind, Data data, int batch, long seed) {
    return "scaling/" + kind + "/" + data + "/batch" + batch + "/seed" + seed;
  }

  private Sweep sweep(Kind kind, Data data, int batch, long seed) {
    return Rates.sweep(
        context, kind, Digits.task(HIDDEN, batch, data.noise), context.size(STEPS, 5), seed);
  }

  private static double mean(List<Sweep> sweeps, ToDoubleFunction<Sweep> rate) {
    return Math.exp(
        sweeps.stream().mapToDouble(s -> Math.log(rate.applyAsDouble(s))).average().orElseThrow());
  }

  private static String show(double rate) {
    return String.format(Locale.ROOT, "%.4g", rate);
  }

  private Sample exponents(Kind kind, Data data, List<List<Sweep>> byBatch, int from, int to) {
    Sample best = slopes(data, byBatch, from, to, Sweep::best);
    Sample largest = slopes(data, byBatch, from, to, Sweep::largest);
    exponents.row(
        kind.toString(),
        Double.toString(data.noise),
        data.batches[from] + " to " + data.batches[to - 1],
        interval(best),
        interval(largest));
    return largest;
  }

  private static String interval(Sample sample) {
    return String.format(Locale.ROOT, "%.2f ± %.2f", sample.mean(), sample.ci95());
  }

  /** The least-squares slope of log rate on log batch size, one a seed. */
  private static Sample slopes(
      Data data, List<List<Sweep>> byBatch, int from, int to, ToDoubleFunction<Sweep> rate) {
    int seeds = byBatch.get(0).size();
    double[] slopes = new double[seeds];
    double[] x = new double[to - from];
    double[] y = new double[to - from];
    for (int seed = 0; seed < seeds; seed++) {
      for (int i = from; i < to; i++) {
        x[i - from] = Math.log(data.batches[i]);
        y[i - from] = Math.log(rate.applyAsDouble(byBatch.get(i).get(seed)));
      }
      slopes[seed] = Slope.of(x, y);
    }
    return new Sample(slopes);
  }

  private static Series series(Kind kind, Data data, List<List<Sweep>> byBatch) {
    double[] x = new double[data.batches.length];
    double[] y = new double[data.batches.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = data.batches[i];
      y[i] = mean(byBatch.get(i), Sweep::largest);
    }
    return Series.of(kind + (data.noise > 0 ? ", random labels" : ""), x, y);
  }
}
