/**
 * Which examples matter: scores of training examples and subsets chosen by them.
 *
 * <p>{@link org.gradus.selection.ExampleScores} gives every example of a data set a number: from a
 * network's outputs ({@link org.gradus.selection.LogitScore}: EL2N and its relatives), from the
 * norm of the example's own gradient (GraNd), or from how often training forgot it ({@link
 * org.gradus.selection.ForgettingTracker}). Scores of several runs are averaged; a {@link
 * org.gradus.selection.Subset} keeps the hardest, the easiest, a window or a random draw, and makes
 * training data of what it keeps. Scores and subsets remember by a {@link
 * org.gradus.selection.DataFingerprint} which data, in which order, they belong to.
 *
 * <p>{@link org.gradus.selection.ErrorBarrier} and {@link org.gradus.selection.TangentKernel} look
 * at the training itself through subsets of examples.
 *
 * <p>The methods are those of Paul, Ganguli and Dziugaite, arXiv 2107.07075, and Toneva et al.,
 * arXiv 1812.05159.
 */
package org.gradus.selection;
