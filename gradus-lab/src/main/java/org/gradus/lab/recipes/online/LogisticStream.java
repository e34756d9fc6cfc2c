package org.gradus.lab.recipes.online;

import java.util.SplittableRandom;
import org.gradus.core.Seeds;
import org.gradus.online.Ball;
import org.gradus.online.OnlineLearner;

/**
 * Exp-concave losses: log(1 + exp(−y ⟨a, x⟩)) with a uniform on the unit sphere and labels of a
 * logistic model with |w| = 3, on the ball of radius 2.
 */
final class LogisticStream {
  static final int DIMENSION = 5;
  static final double RADIUS = 2;
  static final double GRADIENT_BOUND = 1;
  static final double SMOOTHNESS = 0.25;
  static final double ALPHA = Math.exp(-2);
  private static final double TRUTH = 3;
  private static final int DESCENT = 3000;

  private final double[][] features;

  LogisticStream(int rounds, long seed) {
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "logistic stream", 0));
    double[] w = sphere(random, TRUTH);
    features = new double[rounds][];
    for (int t = 0; t < rounds; t++) {
      double[] a = sphere(random, 1);
      boolean positive = random.nextDouble() < 1 / (1 + Math.exp(-dot(a, w)));
      for (int i = 0; i < DIMENSION && !positive; i++) {
        a[i] = -a[i];
      }
      // The label is in the sign of the features.
      features[t] = a;
    }
  }

  static Ball domain() {
    return Ball.ofRadius(DIMENSION, RADIUS);
  }

  /** The regret of a learner against the best fixed point of the ball. */
  double regret(OnlineLearner learner) {
    double played = 0;
    for (double[] a : features) {
      double[] x = learner.point();
      played += loss(a, x);
      learner.observe(scaled(a, slope(a, x)));
    }
    return played - best();
  }

  /** Projected gradient descent on the sum, whose gradient is Lipschitz with T/4. */
  private double best() {
    double[] x = new double[DIMENSION];
    for (int step = 0; step < DESCENT; step++) {
      double[] gradient = new double[DIMENSION];
      for (double[] a : features) {
        double slope = slope(a, x);
        for (int i = 0; i < DIMENSION; i++) {
          gradient[i] += slope * a[i] / features.length;
        }
      }
      for (int i = 0; i < DIMENSION; i++) {
        x[i] -= gradient[i] / SMOOTHNESS;
      }
      domain().project(x);
    }
    double sum = 0;
    for (double[] a : features) {
      sum += loss(a, x);
    }
    return sum;
  }

  private static double loss(double[] a, double[] x) {
    double margin = dot(a, x);
    return margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
  }

  private static double slope(double[] a, double[] x) {
    return -1 / (1 + Math.exp(dot(a, x)));
  }

  private static double[] scaled(double[] a, double factor) {
    double[] result = a.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] *= factor;
    }
    return result;
  }

  private static double[] sphere(SplittableRandom random, double radius) {
    double[] a = new double[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      a[i] = random.nextGaussian();
    }
    return scaled(a, radius / Math.sqrt(dot(a, a)));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
