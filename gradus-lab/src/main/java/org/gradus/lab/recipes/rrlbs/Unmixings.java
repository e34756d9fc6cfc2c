package org.gradus.lab.recipes.rrlbs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.gradus.core.Seeds;
import org.gradus.core.Tensors;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.unmixing.Guidance;
import org.gradus.unmixing.RobustUnmixing;
import org.gradus.unmixing.RobustUnmixing.Config;
import org.gradus.unmixing.SparsityIndex;
import org.gradus.unmixing.UnmixingScore;
import org.gradus.unmixing.UnmixingSolution;

/** Unmixings of generated scenes as pieces. */
final class Unmixings {
  /** The methods compared, by name; the first is the usual one and the last the paper's. */
  static final Map<String, Config> METHODS = methods();

  static final String NMF = "NMF";
  static final String ROW_WISE = "l2,1-NMF";
  static final String RRLBS = "RRLbS";

  /**
   * How an unmixing ended.
   *
   * @param angle mean spectral angle on the good channels, rad
   * @param error root mean square error of the abundances
   * @param correlation of Hoyer's index of the found abundances with that of the true ones
   * @param weights uₗ of every channel
   * @param broken 1 for channels that were replaced and live, 2 for dead ones, 0 for good ones
   */
  record Outcome(double angle, double error, double correlation, double[] weights, int[] broken) {}

  /**
   * Abundance errors of four maps at one λ.
   *
   * @param learned the method's own
   * @param half h = ½
   * @param mean h = the learned map's mean
   * @param permuted the learned map, pixels shuffled
   */
  record Maps(double learned, double half, double mean, double permuted) {
    double[] errors() {
      return new double[] {learned, half, mean, permuted};
    }
  }

  private final Context context;
  private final int size;
  private final int iterations;

  Unmixings(Context context) {
    this.context = context;
    size = context.size(32, 12);
    iterations = context.size(300, 40);
  }

  private static Map<String, Config> methods() {
    Map<String, Config> methods = new LinkedHashMap<>();
    methods.put("NMF", Config.nmf());
    methods.put("l1-NMF", Config.l1Nmf());
    methods.put("l1/2-NMF", Config.halfNmf());
    methods.put("l2,1-NMF", Config.rowWiseNmf());
    methods.put("l2,1 + l1/2", Config.rrlbs().withGuidance(new Guidance.Constant(0.5)));
    methods.put("RRLbS", Config.rrlbs());
    return methods;
  }

  Context context() {
    return context;
  }

  /** One outcome a seed. */
  List<Outcome> run(String method, double broken) {
    List<Piece<Outcome>> pieces = new ArrayList<>();
    for (long seed : context.seeds(5)) {
      pieces.add(
          new Piece<>(
              key("scene", seed)
                  + "/broken%s/%s".formatted(broken, method.replaceAll("[^A-Za-z0-9]+", "-")),
              () -> unmix(METHODS.get(method), broken, seed)));
    }
    return context.pieces(Outcome.class, pieces);
  }

  /** The four maps at one λ, one result a seed. */
  List<Maps> maps(double broken, double lambda) {
    List<Piece<Maps>> pieces = new ArrayList<>();
    for (long seed : context.seeds(5)) {
      pieces.add(
          new Piece<>(
              key("maps", seed) + "/broken%s/lambda%s".formatted(broken, lambda),
              () -> compareMaps(broken, lambda, seed)));
    }
    return context.pieces(Maps.class, pieces);
  }

  private String key(String what, long seed) {
    return "%s/size%d/T%d/seed%d".formatted(what, size, iterations, seed);
  }

  static Sample angles(List<Outcome> outcomes) {
    return new Sample(outcomes.stream().mapToDouble(Outcome::angle).toArray());
  }

  static Sample errors(List<Outcome> outcomes) {
    return new Sample(outcomes.stream().mapToDouble(Outcome::error).toArray());
  }

  private Outcome unmix(Config config, double broken, long seed) {
    try (PointerScope scope = new PointerScope()) {
      SyntheticScene scene = SyntheticScene.of(size, broken, seed);
      UnmixingSolution solution = solve(config, scene);
      UnmixingScore score = scene.score(solution);
      double[] found =
          SparsityIndex.HOYER.ofPixels(
              Tensors.doubles(solution.abundances()), scene.problem().pixels());
      int[] kinds =
          IntStream.range(0, scene.broken().length)
              .map(l -> scene.dead(l) ? 2 : scene.broken()[l] ? 1 : 0)
              .toArray();
      return new Outcome(
          score.spectralAngle(),
          score.abundanceError(),
          correlation(found, scene.purity()),
          solution.channelWeights(),
          kinds);
    }
  }

  private Maps compareMaps(double broken, double lambda, long seed) {
    try (PointerScope scope = new PointerScope()) {
      SyntheticScene scene = SyntheticScene.of(size, broken, seed);
      Config config = Config.rrlbs().withLambda(lambda);
      UnmixingSolution learned = solve(config, scene);
      double[] map = learned.guidance();
      double mean = Arrays.stream(map).average().orElseThrow();
      return new Maps(
          scene.score(learned).abundanceError(),
          error(config.withGuidance(new Guidance.Constant(0.5)), scene),
          error(config.withGuidance(new Guidance.Constant(mean)), scene),
          error(config.withGuidance(new Guidance.Fixed(shuffled(map, seed))), scene));
    }
  }

  private double error(Config config, SyntheticScene scene) {
    return scene.score(solve(config, scene)).abundanceError();
  }

  private UnmixingSolution solve(Config config, SyntheticScene scene) {
    return new RobustUnmixing(config.withLimit(iterations, 0))
        .solve(scene.problem(), context.monitor());
  }

  private static double[] shuffled(double[] map, long seed) {
    double[] result = map.clone();
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "permutation", 0));
    for (int i = result.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double swap = result[i];
      result[i] = result[j];
      result[j] = swap;
    }
    return result;
  }

  private static double correlation(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * (y[i] - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    return xy / Math.sqrt(xx * yy);
  }
}
