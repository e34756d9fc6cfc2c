package org.gradus.curvature.rates;

import org.gradus.core.Check;

/**
 * The least damping of adaptive and second-order methods, proportional to learning rate over batch
 * size (the abstract of the paper's first versions): δ = δ₀ (α/α₀)(B₀/B).
 *
 * @param damping δ₀, right at the following two
 * @param learningRate α₀
 * @param batch B₀
 */
public record DampingRule(double damping, double learningRate, long batch) {
  /** Checks the ranges. */
  public DampingRule {
    Check.positive("damping", damping);
    Check.positive("learning rate", learningRate);
    Check.atLeast("batch", batch, 1);
  }

  /** The damping for another learning rate α and batch size B. */
  public double at(double rate, long size) {
    Check.nonNegative("learning rate", rate);
    Check.atLeast("batch", size, 1);
    return damping * (rate / learningRate) * ((double) batch / size);
  }
}
