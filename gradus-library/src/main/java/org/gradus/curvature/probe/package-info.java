/**
 * All measures of a model's curvature in one call: {@link
 * org.gradus.curvature.probe.CurvatureProbe} takes parameters and mini-batches and returns a {@link
 * org.gradus.curvature.probe.CurvatureReport}, plain values that can then be asked about any
 * learning rate and batch size.
 */
package org.gradus.curvature.probe;
