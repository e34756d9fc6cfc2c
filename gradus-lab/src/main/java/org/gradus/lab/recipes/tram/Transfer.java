package org.gradus.lab.recipes.tram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.gradus.core.Seeds;
import org.gradus.lab.recipes.Method;
import org.gradus.lab.recipes.Tuning;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.fair.Sample;

/** All methods tuned on held-out source images, then run on fresh seeds, paired; and controls. */
final class Transfer {
  static final String CONSTANT = "control: ASAM, radius the mean distance";
  static final String PERMUTED = "control: distances in random order";
  private static final List<Double> RATES = List.of(3e-4, 1e-3, 3e-3, 1e-2);
  private static final int SEEDS = 10;

  private final Context context;
  private final Setup setup;
  private final long[] seeds;
  private final Map<String, Tuning> tuned = new LinkedHashMap<>();
  private final Map<String, List<Transferred>> runs = new LinkedHashMap<>();

  Transfer(Context context, Setup setup) {
    this.context = context;
    this.setup = setup;
    seeds = context.seeds(SEEDS);
  }

  /** Tunes and runs everything. */
  void run() {
    Methods.all().forEach(this::tune);
    tuned.forEach((name, tuning) -> runs.put(name, runs(seed -> tuning.best())));
    addControls();
  }

  private void tune(String name, List<Method.Family> variants) {
    List<Method.Family> tried = context.smoke() ? variants.subList(0, 1) : variants;
    List<Double> rates = context.smoke() ? RATES.subList(1, 3) : RATES;
    tuned.put(name, Tuning.of(context, setup.task(0), setup.plan(), rates, tried));
  }

  private List<Transferred> runs(LongFunction<Method> method) {
    List<Piece<Transferred>> pieces = new ArrayList<>();
    for (long seed : seeds) {
      pieces.add(Transferred.piece(setup, method.apply(seed), seed, context.monitor()));
    }
    return context.pieces(Transferred.class, pieces);
  }

  /** Whether it is the trust region that helps, or only the radius. */
  private void addControls() {
    List<Transferred> chosen = runs.get(chosen());
    if (chosen.stream().anyMatch(run -> run.course().isEmpty())) {
      return;
    }
    double rate = tuned.get(chosen()).learningRate();
    String of = best(chosen()).name();
    runs.put(
        CONSTANT, runs(seed -> Methods.constant(chosen.get(index(seed)).meanDistance(), rate)));
    runs.put(
        PERMUTED,
        runs(
            seed -> {
              double[] distances = permuted(chosen.get(index(seed)).distances(), seed);
              return Methods.replayed(of, distances, rate);
            }));
  }

  private int index(long seed) {
    return Arrays.binarySearch(seeds, seed);
  }

  private static double[] permuted(double[] values, long seed) {
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "order of distances", 0));
    double[] result = values.clone();
    for (int i = result.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double value = result[i];
      result[i] = result[j];
      result[j] = value;
    }
    return result;
  }

  /** The variant of TRAM that enters the verdicts: least loss on held-out source images. */
  String chosen() {
    return Methods.distanceVariants().stream()
        .min(Comparator.comparingDouble(name -> tuned.get(name).search().best().loss()))
        .orElseThrow();
  }

  /** The methods in the order run, controls last. */
  List<String> names() {
    return List.copyOf(runs.keySet());
  }

  boolean hasControls() {
    return runs.containsKey(CONSTANT);
  }

  /** A method at its best settings. */
  Method best(String name) {
    return tuned.get(name).best();
  }

  /** The settings in words; for controls what they stand for. */
  String settings(String name) {
    return tuned.containsKey(name) ? best(name).name() : "of " + chosen();
  }

  Sample sample(String name, ToDoubleFunction<Transferred> value) {
    return new Sample(runs.get(name).stream().mapToDouble(value).toArray());
  }

  List<Transferred> of(String name) {
    return runs.get(name);
  }

  /** A method's distances, the mean over its runs at each step. */
  double[] meanDistances(String name) {
    return IntStream.range(0, setup.plan().steps())
        .mapToDouble(t -> sample(name, run -> run.distances()[t]).mean())
        .toArray();
  }
}
