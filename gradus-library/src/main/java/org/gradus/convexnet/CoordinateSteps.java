package org.gradus.convexnet;

/**
 * Cyclic coordinate descent for the squared loss: αᵢ ← S(aᵢᵀ r + ‖aᵢ‖² αᵢ, β)/‖aᵢ‖², r = y − Aα.
 */
final class CoordinateSteps extends LassoSteps {
  private final double[] residual;
  private final double[] squares;

  CoordinateSteps(FeatureProgram program, double[] start) {
    super(program, start);
    residual = fitted();
    for (int k = 0; k < n; k++) {
      residual[k] = problem.targets()[k] - residual[k];
    }
    squares = new double[count];
    for (int e = 0; e < features.length; e++) {
      squares[e / n] += features[e] * features[e];
    }
  }

  @Override
  void step() {
    for (int i = 0; i < count; i++) {
      if (squares[i] == 0) {
        alpha[i] = 0;
        continue;
      }
      double free = product(i, residual) + squares[i] * alpha[i];
      double next = softThreshold(free, problem.decay()) / squares[i];
      if (next != alpha[i]) {
        add(residual, i, alpha[i] - next);
        alpha[i] = next;
      }
    }
  }
}
