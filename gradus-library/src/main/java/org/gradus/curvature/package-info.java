/**
 * Measures of curvature: what a method or a person can ask about an objective at a point.
 *
 * <p>A {@link org.gradus.curvature.SymmetricOperator} is a matrix known by its products: the
 * Hessian of one or several mini-batches, a Gauss-Newton matrix, or one's own. From it come extreme
 * eigenvalues ({@link org.gradus.curvature.ExtremeEigenvalues}), the spectral density ({@link
 * org.gradus.curvature.SpectralDensity}), trace and Frobenius norm ({@link
 * org.gradus.curvature.StochasticTrace}), all with error bars, and all built on products alone and
 * on {@link org.gradus.curvature.Lanczos}. A {@link org.gradus.curvature.DiagonalEstimator} takes
 * an objective and returns a diagonal, for methods that divide by it.
 *
 * <p>Nothing here moves θ or touches running statistics; {@link org.gradus.curvature.SamSharpness}
 * moves θ and puts it back. Long measurements report to a monitor, and return what they have when
 * it stops them.
 *
 * <p>Along a direction: {@link org.gradus.curvature.PseudoUpdates} asks optimizers where they would
 * go, {@link org.gradus.curvature.DirectionalSharpness} measures slope and curvature there, {@link
 * org.gradus.curvature.LineScan} the loss itself.
 */
package org.gradus.curvature;
