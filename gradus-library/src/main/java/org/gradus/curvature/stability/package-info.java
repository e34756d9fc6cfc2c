/**
 * Which minima a learning rate can keep: dynamical stability of gradient descent and SGD (Wu and
 * Su, ICML 2023, arXiv 2305.17490).
 *
 * <p>Everything is about G = (1/n) Σ gᵢ gᵢᵀ, with gᵢ the gradient of output i: the Hessian at a
 * minimum that fits all data, for the loss with the factor ½ of {@code Likelihood.GAUSSIAN}. {@link
 * org.gradus.curvature.stability.OutputJacobian} gives the gᵢ as rows; {@link
 * org.gradus.curvature.stability.GaussNewtonSharpness} is trace, Frobenius norm and largest
 * eigenvalue, exact or estimated; {@link org.gradus.curvature.stability.StabilityBounds} is what a
 * learning rate allows; {@link org.gradus.curvature.stability.StabilityReport} holds a model
 * against it; {@link org.gradus.curvature.stability.StabilityThreshold} is the exact limit on small
 * problems.
 */
package org.gradus.curvature.stability;
