/**
 * Measures of curvature: what a method or a person can ask about an objective at a point.
 *
 * <p>An estimator takes an objective and the parameters, evaluates derivatives without moving θ or
 * touching running statistics, and returns flat vectors or numbers.
 */
package org.gradus.curvature;
