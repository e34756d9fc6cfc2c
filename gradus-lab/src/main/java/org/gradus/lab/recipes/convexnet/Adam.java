package org.gradus.lab.recipes.convexnet;

/** Adam on all weights with the whole data set, the rate falling linearly to 0; SGD beside it. */
final class Adam {
  private final double[] first;
  private final double[] second;
  private final double rate;
  private final int steps;
  private int done;

  Adam(int dimension, double rate, int steps) {
    first = new double[dimension];
    second = new double[dimension];
    this.rate = rate;
    this.steps = steps;
  }

  void step(double[] x, double[] gradient) {
    double now = rate * (steps - done) / steps;
    done++;
    double firstScale = 1 - Math.pow(0.9, done);
    double secondScale = 1 - Math.pow(0.999, done);
    for (int e = 0; e < x.length; e++) {
      first[e] += 0.1 * (gradient[e] - first[e]);
      second[e] += 0.001 * (gradient[e] * gradient[e] - second[e]);
      x[e] -= now * first[e] / firstScale / (Math.sqrt(second[e] / secondScale) + 1e-8);
    }
  }

  static double[] minimise(TwoLayer f, long seed, double rate, int steps) {
    double[] x = f.start(seed);
    double[] gradient = new double[x.length];
    Adam adam = new Adam(x.length, rate, steps);
    for (int i = 0; i < steps; i++) {
      f.gradient(x, gradient);
      adam.step(x, gradient);
    }
    return x;
  }

  /** Gradient descent with the same decreasing rate; full batches, as Adam's here. */
  static double[] descend(TwoLayer f, long seed, double rate, int steps) {
    double[] x = f.start(seed);
    double[] gradient = new double[x.length];
    for (int i = 0; i < steps; i++) {
      f.gradient(x, gradient);
      for (int e = 0; e < x.length; e++) {
        x[e] -= rate * (steps - i) / steps * gradient[e];
      }
    }
    return x;
  }
}
