package org.gradus.optim;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.bytedeco.javacpp.PointerScope;
import org.gradus.core.Check;
import org.gradus.core.Evaluation;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.State;
import org.gradus.curvature.rates.HessianNoise;
import org.gradus.curvature.rates.NoiseDamping;

/**
 * Adam whose ε follows the noise of mini-batch Hessians (the damping learner of Granziol, Zohren
 * and Roberts, JMLR 23, 2022, arXiv 2006.09092).
 *
 * <pre>
 *   at the steps 0, k, 2k, …:  v = variance of H_b z over mini-batches b, z on the unit sphere
 *                              τ ← floor + v at first, then 0.7 τ + 0.3 (floor + v)
 *   Adam with ε = τ and learning rate η (1 + τ)
 * </pre>
 *
 * <p>The author's code takes v over 1024 examples in batches of 128; {@link #over} does that.
 * {@link #parts} divides each step's own mini-batch instead and scales the variance to the whole
 * mini-batch's size.
 *
 * <p>State: Adam's, τ and the random source. Cost: every k steps one gradient with its graph and
 * one Hessian-vector product for each of the mini-batches.
 */
public final class NoiseDampedAdam implements Optimizer {
  /** Where the variance comes from; recorded numbers will do. */
  @FunctionalInterface
  public interface Noise {
    /**
     * The variance.
     *
     * @param miniBatch the step's
     * @param theta the parameters; not moved, but their gradient is overwritten
     * @param random for the direction z
     * @return at least 0; empty to stay at the damping there is
     */
    OptionalDouble variance(Objective miniBatch, ParameterVector theta, RandomSource random);
  }

  /**
   * Settings.
   *
   * @param gap k ≥ 1: steps between measurements
   * @param floor the least ε, at least 0
   */
  public record Config(int gap, double floor) {
    /** Checks the ranges. */
    public Config {
      Check.atLeast("gap", gap, 1);
      Check.nonNegative("floor", floor);
    }
  }

  private final Adam base;
  private final Noise noise;
  private final Config config;
  private final RandomSource random;
  private final NoiseDamping damping;
  private double learningRate;
  private OptionalDouble measured = OptionalDouble.empty();

  /**
   * Makes an Adam damped.
   *
   * @param base what updates; its own ε is not used
   * @param noise where the variance comes from
   * @param config settings
   * @param random where directions come from: Gaussian, one a measurement
   */
  public NoiseDampedAdam(Adam base, Noise noise, Config config, RandomSource random) {
    this.base = Objects.requireNonNull(base, "base");
    this.noise = Objects.requireNonNull(noise, "noise");
    this.config = Objects.requireNonNull(config, "config");
    this.random = Objects.requireNonNull(random, "random");
    damping = new NoiseDamping(config.floor());
    learningRate = base.learningRate();
  }

  /** The variance over given mini-batches, at least 2 of one size. */
  public static Noise over(List<? extends Objective> batches) {
    return (miniBatch, theta, random) -> OptionalDouble.of(variance(batches, theta, random));
  }

  /**
   * The variance over parts of the step's mini-batch, divided by their number: the noise of the
   * whole mini-batch. A mini-batch of one example has none.
   *
   * @param parts at least 2
   */
  public static Noise parts(int parts) {
    Check.atLeast("parts", parts, 2);
    return (miniBatch, theta, random) -> {
      List<Objective> split = miniBatch.split(parts);
      return split.size() < 2
          ? OptionalDouble.empty()
          : OptionalDouble.of(variance(split, theta, random) / split.size());
    };
  }

  private static double variance(
      List<? extends Objective> batches, ParameterVector theta, RandomSource random) {
    try (PointerScope scope = new PointerScope()) {
      return HessianNoise.ofHessians(theta, batches, HessianNoise.directions(theta, 1, random))
          .variance();
    }
  }

  @Override
  public Evaluation measure(Objective objective) {
    measured =
        base.steps() % config.gap() == 0
            ? noise.variance(objective, parameters(), random)
            : OptionalDouble.empty();
    return base.measure(objective);
  }

  @Override
  public void update() {
    measured.ifPresent(damping::update);
    measured = OptionalDouble.empty();
    base.epsilon(damping.damping());
    base.learningRate(learningRate * damping.learningRateFactor());
    base.update();
  }

  /** τ, the ε of the last update. */
  public double damping() {
    return damping.damping();
  }

  /** Takes in a variance, instead of what {@link #measure} would find. */
  public void variance(double variance) {
    measured = OptionalDouble.of(Check.nonNegative("variance", variance));
  }

  @Override
  public ParameterVector parameters() {
    return base.parameters();
  }

  /** η, without the factor 1 + τ. */
  @Override
  public double learningRate() {
    return learningRate;
  }

  @Override
  public void learningRate(double learningRate) {
    this.learningRate = Check.nonNegative("learningRate", learningRate);
  }

  @Override
  public Class<? extends Objective> requires() {
    return base.requires();
  }

  @Override
  public void save(State state) {
    base.save(state.child("base"));
    damping.save(state.child("damping"));
    random.save(state.child("random"));
    state.put("learningRate", learningRate);
  }

  @Override
  public void load(State state) {
    base.load(state.child("base"));
    damping.load(state.child("damping"));
    random.load(state.child("random"));
    learningRate = state.number("learningRate");
  }
}
