/**
 * Target-based surrogates: many cheap parameter steps for one gradient of an expensive loss
 * (Lavington, Vaswani, Babanezhad, Schmidt and Le Roux, ICML 2023, arXiv 2302.02607).
 *
 * <p>{@link org.gradus.optim.surrogate.Sso} takes outputs z and the loss's gradient G in the
 * outputs of a mini-batch as a {@link org.gradus.optim.surrogate.TargetPoint}; a {@link
 * org.gradus.optim.surrogate.TargetRule} makes of it a {@link
 * org.gradus.optim.surrogate.TargetModel}, a function of the outputs that touches the loss at z; as
 * a function of θ that is a {@link org.gradus.optim.surrogate.Surrogate}, which an {@link
 * org.gradus.optim.surrogate.InnerSolver} lowers by re-evaluating the network alone.
 */
package org.gradus.optim.surrogate;
