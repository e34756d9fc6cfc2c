package org.gradus.curvature.stability;

import org.gradus.core.Solution;
import org.gradus.core.Trace;

/**
 * The largest learning rate at which linearised SGD keeps E‖δ‖² bounded.
 *
 * @param learningRate η*; infinity if all gradients are 0
 * @param error how far η* may be off: 0 for the dense method but for rounding
 * @param gradientDescent 2/λ_max(G), the limit of gradient descent, to compare with
 * @param rank the dimension of the span of the gradients
 * @param status how it ended
 * @param message one sentence on that
 * @param trace the largest eigenvalue 1/η* found after each product; empty for the dense method
 */
public record StabilityThreshold(
    double learningRate,
    double error,
    double gradientDescent,
    int rank,
    Status status,
    String message,
    Trace trace)
    implements Solution {}
