/**
 * Pruning: setting the least needed weights of a trained network to 0.
 *
 * <p>A {@link org.gradus.prune.PruningMask} says which weights of a {@link
 * org.gradus.core.ParameterVector} may go and which are gone. A {@link org.gradus.prune.Pruner}
 * moves θ and the mask to a sparsity: {@link org.gradus.prune.MagnitudePruner} by weights alone,
 * {@link org.gradus.prune.MFacPruner} by the optimal-brain-surgeon rule on gradients. {@link
 * org.gradus.prune.Masked} keeps pruned weights at 0 while an optimizer trains the rest; {@link
 * org.gradus.prune.PruningSchedule} says how far to prune when.
 */
package org.gradus.prune;
