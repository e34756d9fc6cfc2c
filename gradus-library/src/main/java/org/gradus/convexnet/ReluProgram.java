package org.gradus.convexnet;

import java.util.Objects;
import org.gradus.core.Check;

/**
 * The convex program of a two-layer ReLU network over some gates.
 *
 * <pre>
 * minimise  l( Σᵢ Dᵢ X (vᵢ − wᵢ) , y ) + β Σᵢ (‖vᵢ‖₂ + ‖wᵢ‖₂)
 * subject to  (2Dᵢ − I) X vᵢ ≥ 0,  (2Dᵢ − I) X wᵢ ≥ 0
 * </pre>
 *
 * <p>With all gates its optimal value is that of the network of any width from the number of
 * non-zero blocks on, at most n + 1; with some of them it is an upper bound.
 *
 * @param problem the network's problem
 * @param gates D₁ … D_P
 */
public record ReluProgram(ReluProblem problem, Gates gates) {
  /** Validates. */
  public ReluProgram {
    Objects.requireNonNull(problem, "problem");
    if (gates.samples() != problem.samples()) {
      throw Check.invalid("the gates' number of samples", gates.samples(), "" + problem.samples());
    }
  }

  /** Σᵢ Dᵢ X (vᵢ − wᵢ), of length n. */
  public double[] fitted(BlockWeights weights) {
    require(weights);
    double[] positive = problem.products(weights.positive());
    double[] negative = problem.products(weights.negative());
    int n = problem.samples();
    double[] fitted = new double[n];
    for (int e = 0; e < positive.length; e++) {
      if (gates.active(e / n, e % n)) {
        fitted[e % n] += positive[e] - negative[e];
      }
    }
    return fitted;
  }

  /** The objective, whether or not the cones hold. */
  public double objective(BlockWeights weights) {
    return problem.loss().value(fitted(weights), problem.targets())
        + problem.decay() * weights.groupNorm();
  }

  /** The largest violation of a cone's row, max (−(2Dᵢ − I) X vᵢ)₊ over all blocks. */
  public double violation(BlockWeights weights) {
    require(weights);
    return Math.max(violation(weights.positive()), violation(weights.negative()));
  }

  private double violation(double[] blocks) {
    double[] products = problem.products(blocks);
    int n = problem.samples();
    double worst = 0;
    for (int e = 0; e < products.length; e++) {
      double inside = gates.active(e / n, e % n) ? products[e] : -products[e];
      worst = Math.max(worst, -inside);
    }
    return worst;
  }

  void require(BlockWeights weights) {
    if (weights.gates() != gates.count() || weights.width() != problem.width()) {
      throw Check.invalid(
          "the shape of the weights",
          "[" + weights.gates() + ", " + weights.width() + "]",
          "[" + gates.count() + ", " + problem.width() + "], gates by width");
    }
  }
}
