package org.gradus.lab.recipes.online;

import java.util.SplittableRandom;
import org.gradus.core.Seeds;
import org.gradus.online.Ball;
import org.gradus.online.OnlineLearner;

/**
 * Noisy quadratics on the unit ball: f_t(x) = ½ |x − θ_t|² + ⟨n_t, x⟩, with θ_t fixed or of
 * changing sign and n_t of N(0, σ²/d) coordinates.
 *
 * @param drift how θ_t moves
 * @param sigma σ
 * @param rounds T
 */
record Game(Drift drift, double sigma, int rounds) {
  static final int DIMENSION = 10;
  static final double DIAMETER = 2;
  static final double SMOOTHNESS = 1;

  /** G: an upper bound that noise of σ up to 1 rarely exceeds. */
  static final double GRADIENT_BOUND = 3;

  /** How the losses move. */
  enum Drift {
    CONSTANT("constant", 0.5, Integer.MAX_VALUE),
    EVERY_50("every 50", 0.9, 50),
    EVERY_ROUND("every round", 0.9, 1);

    private final String title;
    private final double length;
    private final int period;

    Drift(String title, double length, int period) {
      this.title = title;
      this.length = length;
      this.period = period;
    }

    String title() {
      return title;
    }
  }

  /**
   * What a game left.
   *
   * @param regret Σ F_t(x_t) less that of the best fixed point
   * @param dynamicRegret Σ F_t(x_t) less Σ F_t(θ_t) = 0
   * @param excess F(mean of x_t) − F(θ), for constant θ
   */
  record Played(double regret, double dynamicRegret, double excess) {}

  static Ball domain() {
    return Ball.ofRadius(DIMENSION, DIAMETER / 2);
  }

  /** The bound of theorem 1, without the first round's share of the drift. */
  double bound() {
    double g = GRADIENT_BOUND;
    long changes = drift == Drift.CONSTANT ? 0 : (rounds - 1) / drift.period;
    double variance = rounds * sigma * sigma;
    double moved = changes * 4 * drift.length * drift.length;
    return 5 * Math.sqrt(10) * DIAMETER * DIAMETER * SMOOTHNESS
        + 2.5 * Math.sqrt(5) * DIAMETER * g
        + 5 * Math.sqrt(2) * DIAMETER * Math.sqrt(variance)
        + 5 * DIAMETER * Math.sqrt(moved);
  }

  /** Plays the game of a seed. */
  Played play(OnlineLearner learner, long seed) {
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "game", 0));
    double[] theta = direction(random);
    double[] mean = new double[DIMENSION];
    double[] gradient = new double[DIMENSION];
    double played = 0;
    long positive = 0;
    for (int t = 0; t < rounds; t++) {
      double sign = t / drift.period % 2 == 0 ? 1 : -1;
      positive += sign > 0 ? 1 : 0;
      double[] x = learner.point();
      for (int i = 0; i < DIMENSION; i++) {
        mean[i] = x[i] - sign * theta[i];
        gradient[i] = mean[i] + sigma / Math.sqrt(DIMENSION) * random.nextGaussian();
      }
      played += square(mean) / 2;
      learner.observe(gradient);
    }
    double share = (2.0 * positive - rounds) / rounds;
    double fixed = rounds * square(theta) / 2 * (1 - share * share);
    double[] average = learner.average();
    for (int i = 0; i < DIMENSION; i++) {
      average[i] -= theta[i];
    }
    return new Played(played - fixed, played, square(average) / 2);
  }

  private double[] direction(SplittableRandom random) {
    double[] theta = new double[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      theta[i] = random.nextGaussian();
    }
    double scale = drift.length / Math.sqrt(square(theta));
    for (int i = 0; i < DIMENSION; i++) {
      theta[i] *= scale;
    }
    return theta;
  }

  private static double square(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += value * value;
    }
    return sum;
  }
}
