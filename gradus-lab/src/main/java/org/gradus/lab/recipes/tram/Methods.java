package org.gradus.lab.recipes.tram;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.DoubleFunction;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.lab.recipes.Method;
import org.gradus.lab.recipes.Method.Family;
import org.gradus.optim.Adam;
import org.gradus.sharpness.Asam;
import org.gradus.sharpness.FisherSam;
import org.gradus.sharpness.FisherSam.Damping;
import org.gradus.sharpness.FisherSam.Fisher;
import org.gradus.sharpness.InputNoise;
import org.gradus.sharpness.OutputDistance;
import org.gradus.sharpness.OutputMovement;
import org.gradus.sharpness.OutputPenalty;
import org.gradus.sharpness.OutputTarget;
import org.gradus.sharpness.Regularized;
import org.gradus.sharpness.Sam;
import org.gradus.sharpness.Tram;
import org.gradus.sharpness.TramFisher;
import org.gradus.sharpness.TrustDistance;
import org.gradus.sharpness.WeightHistory;

/** The methods compared, all around Adam, each with four settings of its own to choose from. */
final class Methods {
  static final String ADAM = "Adam";
  static final String ASAM = "ASAM";
  static final String R3F = "R3F";
  static final String TRPO = "TRPO";
  static final String PREVIOUS = "TRAM-θ(t-1)";
  static final String START = "TRAM-θ0";
  static final String NOISE = "TRAM-x";

  private static final double[] RADII = {0.01, 0.1, 0.5, 2};
  private static final double[] SCALES = {0.1, 1, 10, 100};
  private static final double[] WEIGHTS = {0.1, 1, 10, 100};
  private static final double[] SIGMAS = {0.1, 0.3};
  private static final double SLOW = 0.999;

  /** Wraps the base of a run. */
  private interface Wrapping {
    Optimizer around(Adam base, ParameterVector theta, RandomSource noise);
  }

  private Methods() {}

  /** The variants of every method, by its name. */
  static Map<String, List<Family>> all() {
    Map<String, List<Family>> all = new LinkedHashMap<>();
    all.put(ADAM, List.of(family("adam", (base, theta, noise) -> base)));
    all.put("SAM", each("sam.rho", RADII, rho -> (base, theta, noise) -> new Sam(base, rho)));
    all.put(ASAM, each("asam.rho", RADII, rho -> (base, theta, noise) -> new Asam(base, rho)));
    all.put(
        "Fisher SAM",
        each(
            "fsam.gamma",
            RADII,
            gamma -> (base, theta, noise) -> new FisherSam(base, fisher(gamma))));
    all.put(TRPO, penalties("trpo", 0));
    all.put("MESA penalty", penalties("mesa", SLOW));
    all.put(R3F, pairs("r3f", new double[] {0.1, 1}, Methods::r3f));
    all.put(PREVIOUS, histories("tram-previous", 0));
    all.put(START, histories("tram-start", 1));
    all.put(NOISE, pairs("tram-x", new double[] {1, 10}, Methods::tramX));
    all.put("TRAM-Fisher", pairs("tram-fisher", new double[] {0.1, 1}, Methods::tramFisher));
    return all;
  }

  /** The variants that measure a distance. */
  static List<String> distanceVariants() {
    return List.of(PREVIOUS, START, NOISE);
  }

  /** ASAM with the mean of a run's distances as its radius, a control. */
  static Method constant(double radius, double learningRate) {
    return family("constant.rho" + radius, (base, theta, noise) -> new Asam(base, radius))
        .with(learningRate);
  }

  /**
   * TRAM with distances recorded elsewhere, a control.
   *
   * @param name says which
   */
  static Method replayed(String name, double[] distances, double learningRate) {
    return family("replayed." + name, (base, theta, noise) -> new Tram(base, replay(distances)))
        .with(learningRate);
  }

  private static TrustDistance replay(double[] distances) {
    int[] step = {0};
    return (batch, outputs, theta) -> distances[step[0]++];
  }

  private static FisherSam.Config fisher(double gamma) {
    return new FisherSam.Config(gamma, 0.1, Damping.ADDED, Fisher.BATCH);
  }

  private static Family family(String name, Wrapping wrapping) {
    return new Family(
        name,
        rate ->
            (theta, seed) ->
                wrapping.around(
                    new Adam(theta, Adam.Config.of(rate)), theta, RandomSource.seeded(seed)));
  }

  private static List<Family> each(
      String name, double[] values, DoubleFunction<Wrapping> wrapping) {
    List<Family> families = new ArrayList<>();
    for (double value : values) {
      families.add(family(name + value, wrapping.apply(value)));
    }
    return families;
  }

  private static List<Family> penalties(String name, double decay) {
    return each(
        name + ".weight",
        WEIGHTS,
        weight -> (base, theta, noise) -> penalised(base, weight, new WeightHistory(theta, decay)));
  }

  private static List<Family> histories(String name, double decay) {
    return each(
        name + ".scale",
        SCALES,
        scale -> (base, theta, noise) -> tram(base, scale, new WeightHistory(theta, decay)));
  }

  /** Two values of a factor with two deviations of the noise. */
  private static List<Family> pairs(
      String name, double[] factors, BiFunction<Double, Double, Wrapping> make) {
    List<Family> families = new ArrayList<>();
    for (double factor : factors) {
      for (double sigma : SIGMAS) {
        families.add(
            family(name + ".factor" + factor + ".sigma" + sigma, make.apply(factor, sigma)));
      }
    }
    return families;
  }

  private static Wrapping r3f(double weight, double sigma) {
    return (base, theta, noise) -> penalised(base, weight, new InputNoise(sigma, noise));
  }

  private static Wrapping tramX(double scale, double sigma) {
    return (base, theta, noise) -> tram(base, scale, new InputNoise(sigma, noise));
  }

  private static Wrapping tramFisher(double gamma, double sigma) {
    return (base, theta, noise) ->
        new TramFisher(base, fisher(gamma), new InputNoise(sigma, noise));
  }

  private static Optimizer penalised(Adam base, double weight, OutputTarget target) {
    return new Regularized(base, new OutputPenalty(weight, target, OutputDistance.FORWARD_KL));
  }

  private static Optimizer tram(Adam base, double scale, OutputTarget target) {
    return new Tram(base, new OutputMovement(target, OutputDistance.FORWARD_KL, scale));
  }
}
