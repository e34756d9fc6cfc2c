package org.gradus.core;

/**
 * What one evaluation of an objective found.
 *
 * @param loss the objective's value, in its own unit (mean negative log-likelihood in nats for the
 *     losses here)
 * @param gradientNorm ‖g‖₂ over all parameters; NaN when no gradient was taken
 */
public record Evaluation(double loss, double gradientNorm) {}
