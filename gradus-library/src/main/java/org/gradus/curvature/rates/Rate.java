package org.gradus.curvature.rates;

import org.gradus.core.Check;

/**
 * A learning rate with its momentum, in the heavy-ball form b ← μ b + g, θ ← θ − η b.
 *
 * @param learningRate η ≥ 0
 * @param momentum μ in [0, 1)
 */
public record Rate(double learningRate, double momentum) {
  /** Checks the ranges. */
  public Rate {
    Check.nonNegative("learningRate", learningRate);
    Check.decay("momentum", momentum);
  }

  /** Whether descent along a direction of this positive curvature converges: η h &lt; 2 (1 + μ). */
  public boolean stableFor(double curvature) {
    return learningRate * curvature < 2 * (1 + momentum);
  }
}
