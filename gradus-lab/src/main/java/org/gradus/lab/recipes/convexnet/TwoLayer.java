package org.gradus.lab.recipes.convexnet;

import java.util.Arrays;
import org.gradus.convexnet.ReluLoss;
import org.gradus.convexnet.ReluNetwork;
import org.gradus.convexnet.ReluProblem;
import org.gradus.core.PortableRandom;
import org.gradus.smooth.SmoothFunction;

/** The non-convex objective as a function of all weights, u₁ … u_m then α: what descent sees. */
final class TwoLayer implements SmoothFunction {
  private final ReluProblem problem;
  private final int neurons;
  private final double[] inputs;
  private final double[] targets;
  private final int d;

  TwoLayer(ReluProblem problem, int neurons) {
    this.problem = problem;
    this.neurons = neurons;
    inputs = problem.inputs();
    targets = problem.targets();
    d = problem.width();
  }

  @Override
  public int dimension() {
    return neurons * (d + 1);
  }

  /** He's initialisation of both layers. */
  double[] start(long seed) {
    double[] x = PortableRandom.normal(seed, dimension());
    for (int e = 0; e < x.length; e++) {
      x[e] *= Math.sqrt(e < neurons * d ? 2.0 / d : 2.0 / neurons);
    }
    return x;
  }

  @Override
  public double value(double[] x) {
    return gradient(x, new double[x.length]);
  }

  @Override
  public double gradient(double[] x, double[] gradient) {
    double decay = problem.decay();
    double sum = 0;
    for (int e = 0; e < x.length; e++) {
      sum += decay / 2 * x[e] * x[e];
      gradient[e] = decay * x[e];
    }
    int n = targets.length;
    double[] hidden = new double[neurons];
    for (int k = 0; k < n; k++) {
      double z = forward(x, k, hidden);
      sum += problem.loss().value(z, targets[k], n);
      backward(x, k, hidden, problem.loss().derivative(z, targets[k], n), gradient);
    }
    return sum;
  }

  private double forward(double[] x, int k, double[] hidden) {
    double z = 0;
    for (int j = 0; j < neurons; j++) {
      double product = 0;
      for (int i = 0; i < d; i++) {
        product += inputs[k * d + i] * x[j * d + i];
      }
      hidden[j] = Math.max(0, product);
      z += hidden[j] * x[neurons * d + j];
    }
    return z;
  }

  private void backward(double[] x, int k, double[] hidden, double derivative, double[] gradient) {
    for (int j = 0; j < neurons && derivative != 0; j++) {
      if (hidden[j] > 0) {
        gradient[neurons * d + j] += derivative * hidden[j];
        double scale = derivative * x[neurons * d + j];
        for (int i = 0; i < d; i++) {
          gradient[j * d + i] += scale * inputs[k * d + i];
        }
      }
    }
  }

  ReluNetwork network(double[] x) {
    return new ReluNetwork(
        Arrays.copyOf(x, neurons * d), d, Arrays.copyOfRange(x, neurons * d, x.length));
  }

  /** The share of samples on the right side of 0; squared-loss targets are ±1. */
  static double accuracy(ReluNetwork network, ReluProblem problem) {
    double[] outputs = network.predict(problem.inputs());
    int right = 0;
    for (int k = 0; k < outputs.length; k++) {
      double y = problem.targets()[k];
      double sign = problem.loss() == ReluLoss.SQUARED ? y : problem.loss().sign(y);
      right += outputs[k] * sign > 0 ? 1 : 0;
    }
    return (double) right / outputs.length;
  }
}
