package org.gradus.convexnet;

import java.util.Arrays;

/**
 * Accelerated proximal gradients with step 1/(1.01 ‖A‖₂²); both smooth losses have curvature at
 * most 1. Momentum starts afresh where a step turns against the last one (O'Donoghue, Candès).
 */
final class FistaSteps extends LassoSteps {
  private static final int POWER_ITERATIONS = 100;

  /** What power iteration may still miss of ‖A‖₂². */
  private static final double MARGIN = 1.01;

  private final double step;
  private final double[] ahead;
  private double momentum = 1;

  FistaSteps(FeatureProgram program, double[] start) {
    super(program, start);
    ahead = start.clone();
    double square = squaredNorm();
    step = square == 0 ? 1 : 1 / (MARGIN * square);
  }

  private double squaredNorm() {
    double[] x = new double[count];
    Arrays.fill(x, 1 / Math.sqrt(count));
    double norm = 0;
    for (int i = 0; i < POWER_ITERATIONS; i++) {
      double[] image = fitted(x);
      for (int j = 0; j < count; j++) {
        x[j] = product(j, image);
      }
      norm = ConeProjection.norm(x);
      for (int j = 0; j < count && norm > 0; j++) {
        x[j] /= norm;
      }
    }
    return norm;
  }

  @Override
  void step() {
    double[] derivative = problem.loss().derivative(fitted(ahead), problem.targets());
    double[] before = alpha.clone();
    double turn = 0;
    for (int i = 0; i < count; i++) {
      double moved = ahead[i] - step * product(i, derivative);
      alpha[i] = softThreshold(moved, step * problem.decay());
      turn += (ahead[i] - alpha[i]) * (alpha[i] - before[i]);
    }
    double next = turn > 0 ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    double weight = turn > 0 ? 0 : (momentum - 1) / next;
    for (int i = 0; i < count; i++) {
      ahead[i] = alpha[i] + weight * (alpha[i] - before[i]);
    }
    momentum = next;
  }
}
