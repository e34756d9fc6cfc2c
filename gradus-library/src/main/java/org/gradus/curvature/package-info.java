/**
 * Measures of curvature: what a method or a person can ask about an objective at a point.
 *
 * <p>An estimator takes an objective and the parameters, evaluates derivatives without moving θ or
 * touching running statistics, and returns flat vectors or numbers.
 *
 * <p>Along a direction: {@link org.gradus.curvature.PseudoUpdates} asks optimizers where they would
 * go, {@link org.gradus.curvature.DirectionalSharpness} measures slope and curvature there, {@link
 * org.gradus.curvature.LineScan} the loss itself.
 */
package org.gradus.curvature;
