/**
 * Measures of a saved model on data: its curvature, the scores of its examples, and what pruning
 * costs. A {@link org.gradus.lab.probe.ProbedModel} opens model and data; each probe turns them
 * into an {@link org.gradus.lab.solve.Answer}, which is reported like a solver's.
 */
package org.gradus.lab.probe;
