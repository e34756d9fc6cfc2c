/**
 * Which examples a training sees, and how often.
 *
 * <p>{@link org.gradus.selection.ExampleScores} gives every example of a data set a number: from a
 * network's outputs ({@link org.gradus.selection.LogitScore}: EL2N and its relatives), from the
 * norm of the example's own gradient (GraNd), or from how often training forgot it ({@link
 * org.gradus.selection.ForgettingTracker}). A {@link org.gradus.selection.Subset} keeps the
 * hardest, the easiest, a window or a random draw. Scores and subsets remember by a {@link
 * org.gradus.selection.DataFingerprint} which data, in which order, they belong to.
 *
 * <p>{@link org.gradus.selection.Useful} looks at what a short training found ({@link
 * org.gradus.selection.Predictions}) and picks examples to be shown more often; an {@link
 * org.gradus.selection.IndexMultiset} says how often each is shown and serves the training data
 * that way without copying them; {@link org.gradus.selection.Upsampling} has what it is compared
 * with.
 *
 * <p>{@link org.gradus.selection.ErrorBarrier} and {@link org.gradus.selection.TangentKernel} look
 * at the training itself through subsets of examples.
 *
 * <p>The methods are those of Paul, Ganguli and Dziugaite (arXiv 2107.07075), Toneva et al. (arXiv
 * 1812.05159) and Nguyen et al. (arXiv 2404.17768).
 */
package org.gradus.selection;
