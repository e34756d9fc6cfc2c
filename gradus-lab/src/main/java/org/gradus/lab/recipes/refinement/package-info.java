/**
 * The recipe of learning-rate schedules by refinement (arXiv 2310.07831): its theorem, synthetic
 * norms, convex problems, and networks.
 */
package org.gradus.lab.recipes.refinement;
