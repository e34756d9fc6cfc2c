package org.gradus.convexnet;

import java.util.Objects;
import org.gradus.core.Check;

/**
 * Training against an adversary who may move each sample within a ball of radius ε.
 *
 * <p>The convex program has, with b_k = Σᵢ dᵢₖ (vᵢ − wᵢ), z_k = x_k b_k and ‖·‖* the dual norm,
 *
 * <pre>
 * hinge          (1/n) Σ (1 − y_k z_k + ε ‖b_k‖*)₊
 * squared        ½ Σ (|z_k − y_k| + ε ‖b_k‖*)²
 * cross-entropy  Σ log(1 + exp(−2 y_k z_k + 2 ε ‖b_k‖*)),  y = ±1
 * </pre>
 *
 * <p>with β Σ ‖vᵢ‖ + ‖wᵢ‖ and the cones (2Dᵢ − I) X vᵢ ≥ ε ‖vᵢ‖*. At a feasible point the closed
 * form is the worst-case loss of the network.
 *
 * @param nominal data, loss and β
 * @param radius ε ≥ 0
 * @param ball the norm of the perturbation
 * @param biasColumn a column of X that the adversary cannot move, or −1 for none
 */
public record RobustProblem(ReluProblem nominal, double radius, Ball ball, int biasColumn) {
  /** The adversary's norm. */
  public enum Ball {
    /** ‖δ‖₁ ≤ ε; dual norm ‖·‖_∞. */
    L1,
    /** ‖δ‖₂ ≤ ε; its own dual. */
    L2,
    /** ‖δ‖_∞ ≤ ε; dual norm ‖·‖₁. */
    L_INFINITY
  }

  /** Validates. */
  public RobustProblem {
    Objects.requireNonNull(nominal, "nominal");
    Objects.requireNonNull(ball, "ball");
    Check.nonNegative("radius", radius);
    if (biasColumn < -1 || biasColumn >= nominal.width()) {
      throw Check.invalid("biasColumn", biasColumn, "-1 or in [0, " + nominal.width() + ")");
    }
  }

  /** The dual norm of a weight vector, without the bias. */
  public double dualNorm(double[] weights, int offset) {
    double sum = 0;
    double largest = 0;
    double square = 0;
    for (int j = 0; j < nominal.width(); j++) {
      if (j != biasColumn) {
        double size = Math.abs(weights[offset + j]);
        sum += size;
        square += size * size;
        largest = Math.max(largest, size);
      }
    }
    return switch (ball) {
      case L1 -> largest;
      case L2 -> Math.sqrt(square);
      case L_INFINITY -> sum;
    };
  }

  /** X + ε sign(noise), the bias column as it is. */
  double[] corner(double[] noise) {
    double[] moved = nominal.inputs().clone();
    for (int e = 0; e < moved.length; e++) {
      if (e % nominal.width() != biasColumn) {
        moved[e] += radius * Math.signum(noise[e]);
      }
    }
    return moved;
  }
}
