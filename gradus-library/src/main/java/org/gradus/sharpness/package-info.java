/**
 * Training for flat minima and small movement: methods that change where derivatives are taken, or
 * of what, and let any base optimizer update.
 *
 * <p>{@link org.gradus.sharpness.SharpnessAware} methods (SAM, ASAM, Fisher SAM, TRAM) perturb
 * before they step: they take derivatives at a displaced θ and put θ back bit for bit. TRAM's
 * radius is a {@link org.gradus.sharpness.TrustDistance}, usually the {@link
 * org.gradus.sharpness.OutputDistance} between the model's outputs and an {@link
 * org.gradus.sharpness.OutputTarget}'s: its earlier self or itself at noised inputs.
 *
 * <p>{@link org.gradus.sharpness.Regularizer}s (SAF, MESA, TRPO's and R3F's penalties) add a term
 * to the loss; {@link org.gradus.sharpness.Regularized} joins one with an optimizer.
 */
package org.gradus.sharpness;
