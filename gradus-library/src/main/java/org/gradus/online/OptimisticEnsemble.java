package org.gradus.online;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.gradus.core.Check;

/**
 * For comparators that move: optimistic mirror descents with step sizes from a pool, mixed by lazy
 * optimistic Hedge (arXiv 2302.04552; constants as in the authors' PyNOL where the paper's are not
 * known).
 *
 * <pre>
 *   x_t     = Σᵢ p_{t,i} x_{t,i}
 *   p_{t,i} ∝ exp(−ε_t (Σ_{s&lt;t} ℓ_{s,i} + m_{t,i}))
 *   ℓ_{t,i} = ⟨g_t, x_{t,i}⟩ + c |x_{t,i} − x_{t−1,i}|²        x_{0,i} = x_{1,i}
 *   m_{t,i} = ⟨M_t, x_{t,i}⟩ + c |x_{t,i} − x_{t−1,i}|²        M₁ = 0
 *   ε_t     = min(cap, (1 + Σ_{s&lt;t} maxᵢ (ℓ_{s,i} − m_{s,i})²)^{−1/2})      or fixed
 * </pre>
 *
 * <p>All base learners are given the gradient at the combined point: one gradient a round. Dynamic
 * regret O(P_T + √(1 + P_T) (√σ²_{1:T} + √Σ²_{1:T})) against comparators of path length P_T. Cost a
 * round: N base steps, N the size of the pool.
 */
public final class OptimisticEnsemble extends OnlineLearner {
  /** How the meta rate ε is set. */
  public sealed interface MetaRate {
    /**
     * Smaller as guesses turn out wrong, never above a cap.
     *
     * @param cap at most this, &gt; 0
     */
    record SelfConfident(double cap) implements MetaRate {
      /** Checks the range. */
      public SelfConfident {
        Check.positive("cap", cap);
      }
    }

    /**
     * Always the same.
     *
     * @param rate ε &gt; 0
     */
    record Fixed(double rate) implements MetaRate {
      /** Checks the range. */
      public Fixed {
        Check.positive("rate", rate);
      }
    }
  }

  /**
   * Settings.
   *
   * @param stepSizes of the base learners, one each, all &gt; 0
   * @param movementCost c ≥ 0
   * @param metaRate ε
   */
  public record Config(List<Double> stepSizes, double movementCost, MetaRate metaRate) {
    /** Checks the ranges. */
    public Config {
      stepSizes = List.copyOf(stepSizes);
      Check.atLeast("the number of step sizes", stepSizes.size(), 1);
      stepSizes.forEach(size -> Check.positive("step size", size));
      Check.nonNegative("movementCost", movementCost);
      Objects.requireNonNull(metaRate, "metaRate");
    }

    /**
     * The theory's: step sizes from √(D²/(8 G² T)), doubled up to the first that is at least 1/(8
     * L); c = 2 L; a self-confident rate with the cap 1/(8 D² L).
     *
     * @param rounds T ≥ 1, how long the game is
     * @param diameter D &gt; 0
     * @param gradientBound G &gt; 0
     * @param smoothness L &gt; 0
     */
    public static Config theoretical(
        long rounds, double diameter, double gradientBound, double smoothness) {
      Check.atLeast("rounds", rounds, 1);
      Check.positive("diameter", diameter);
      Check.positive("gradientBound", gradientBound);
      Check.positive("smoothness", smoothness);
      List<Double> sizes = new ArrayList<>();
      double size = diameter / (gradientBound * Math.sqrt(8.0 * rounds));
      sizes.add(size);
      while (size < 1 / (8 * smoothness)) {
        size *= 2;
        sizes.add(size);
      }
      double cap = 1 / (8 * diameter * diameter * smoothness);
      return new Config(sizes, 2 * smoothness, new MetaRate.SelfConfident(cap));
    }
  }

  private final Config config;
  private final int count;
  private final int dimension;
  private final double[] bases;
  private final double[] points;
  private final double[] movement;
  private final double[] losses;
  private final double[] guesses;
  private final double[] weights;
  private final double[] surprise = vector("sum of squared surprises", 1);

  /** Begins at the domain's centre. */
  public OptimisticEnsemble(Domain domain, Config config) {
    this(domain, config, domain.centre(), Double.POSITIVE_INFINITY);
  }

  /**
   * Begins where told.
   *
   * @param start x₁ of every base learner, in the domain
   * @param gradientBound G, of which larger gradients are warned; infinity for none
   */
  public OptimisticEnsemble(Domain domain, Config config, double[] start, double gradientBound) {
    super(domain, start, gradientBound);
    this.config = Objects.requireNonNull(config, "config");
    count = config.stepSizes().size();
    dimension = domain.dimension();
    bases = vector("base x-hat", count * dimension);
    points = vector("base x", count * dimension);
    movement = vector("movement costs", count);
    losses = vector("summed losses", count);
    guesses = vector("guessed losses", count);
    weights = vector("weights", count);
    for (int i = 0; i < count; i++) {
      System.arraycopy(start, 0, bases, i * dimension, dimension);
      System.arraycopy(start, 0, points, i * dimension, dimension);
    }
    Arrays.fill(weights, 1.0 / count);
  }

  /** p_t, which the current point is mixed by; a copy. */
  public double[] weights() {
    return weights.clone();
  }

  /** ε_t of the current point. */
  public double metaRate() {
    return config.metaRate() instanceof MetaRate.SelfConfident confident
        ? Math.min(confident.cap(), 1 / Math.sqrt(1 + surprise[0]))
        : ((MetaRate.Fixed) config.metaRate()).rate();
  }

  @Override
  void update(double[] gradient, double[] guess) {
    double largest = 0;
    for (int i = 0; i < count; i++) {
      double loss = inner(gradient, i) + movement[i];
      losses[i] += loss;
      largest = Math.max(largest, (loss - guesses[i]) * (loss - guesses[i]));
    }
    surprise[0] += largest;
    double[] base = new double[dimension];
    double[] point = new double[dimension];
    for (int i = 0; i < count; i++) {
      double size = config.stepSizes().get(i);
      System.arraycopy(bases, i * dimension, base, 0, dimension);
      Vectors.add(base, -size, gradient);
      domain().project(base);
      Vectors.copy(base, point);
      Vectors.add(point, -size, guess);
      domain().project(point);
      movement[i] = config.movementCost() * moved(i, point);
      System.arraycopy(base, 0, bases, i * dimension, dimension);
      System.arraycopy(point, 0, points, i * dimension, dimension);
      guesses[i] = inner(guess, i) + movement[i];
    }
    mix();
  }

  private double inner(double[] v, int i) {
    double sum = 0;
    for (int j = 0; j < dimension; j++) {
      sum += v[j] * points[i * dimension + j];
    }
    return sum;
  }

  private double moved(int i, double[] to) {
    double sum = 0;
    for (int j = 0; j < dimension; j++) {
      double step = to[j] - points[i * dimension + j];
      sum += step * step;
    }
    return sum;
  }

  /** Weights by the summed and guessed losses, least first so that none overflows. */
  private void mix() {
    double rate = metaRate();
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, losses[i] + guesses[i]);
    }
    double total = 0;
    for (int i = 0; i < count; i++) {
      weights[i] = Math.exp(-rate * (losses[i] + guesses[i] - least));
      total += weights[i];
    }
    Arrays.fill(current(), 0);
    for (int i = 0; i < count; i++) {
      weights[i] /= total;
      for (int j = 0; j < dimension; j++) {
        current()[j] += weights[i] * points[i * dimension + j];
      }
    }
  }
}
