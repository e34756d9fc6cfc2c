package org.gradus.lab.recipes.convexnet;

import org.gradus.convexnet.ReluLoss;
import org.gradus.convexnet.ReluNetwork;
import org.gradus.convexnet.ReluProblem;

/**
 * Moves samples within an ℓ∞ ball to lower a network's margins: signed gradient steps, projected;
 * one step of the full radius is FGSM. The last column, of ones, stays.
 *
 * @param radius ε
 * @param steps 1 for FGSM; with more each is 2.5 ε/steps long
 */
record Attack(double radius, int steps) {

  /** The problem with its samples moved against the network. */
  ReluProblem on(ReluNetwork network, ReluProblem problem) {
    double[] moved = problem.inputs().clone();
    int d = problem.width();
    for (int k = 0; k < problem.samples(); k++) {
      double y = problem.targets()[k];
      double sign = problem.loss() == ReluLoss.SQUARED ? y : problem.loss().sign(y);
      for (int step = 0; step < steps; step++) {
        step(network, problem.inputs(), moved, k * d, sign);
      }
    }
    return new ReluProblem(moved, d, problem.targets(), problem.loss(), problem.decay());
  }

  private void step(ReluNetwork network, double[] original, double[] moved, int row, double sign) {
    double[] gradient = gradient(network, moved, row);
    double length = steps == 1 ? radius : 2.5 * radius / steps;
    for (int j = 0; j < network.width() - 1; j++) {
      double next = moved[row + j] - sign * length * Math.signum(gradient[j]);
      double centre = original[row + j];
      moved[row + j] = Math.max(centre - radius, Math.min(centre + radius, next));
    }
  }

  private static double[] gradient(ReluNetwork network, double[] inputs, int row) {
    int d = network.width();
    double[] hidden = network.hidden();
    double[] gradient = new double[d];
    for (int i = 0; i < network.neurons(); i++) {
      double product = 0;
      for (int j = 0; j < d; j++) {
        product += inputs[row + j] * hidden[i * d + j];
      }
      if (product > 0) {
        for (int j = 0; j < d; j++) {
          gradient[j] += network.output()[i] * hidden[i * d + j];
        }
      }
    }
    return gradient;
  }
}
