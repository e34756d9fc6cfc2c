/**
 * Block coordinate descent for convex functions of many variables with cheap partial derivatives.
 *
 * <p>A {@link org.gradus.smooth.coordinate.BlockProblem} is a function ({@link
 * org.gradus.smooth.coordinate.ModelFunction} for least squares, logistic and softmax regression,
 * {@link org.gradus.smooth.coordinate.QuadraticFunction} for sparse quadratics such as {@link
 * org.gradus.smooth.coordinate.LabelPropagation}) and bounds on its variables; an L1 penalty is
 * made of both. {@link org.gradus.smooth.coordinate.BlockDescent} composes three choices: which
 * coordinates form blocks and which block is next ({@link org.gradus.smooth.coordinate.FixedBlocks}
 * with a {@link org.gradus.smooth.coordinate.Partition}, {@link
 * org.gradus.smooth.coordinate.VariableBlocks}, {@link org.gradus.smooth.coordinate.ForestBlocks},
 * {@link org.gradus.smooth.coordinate.BlockSequence}) and how a block moves ({@link
 * org.gradus.smooth.coordinate.UpdateRule}). Rules of one's own implement {@link
 * org.gradus.smooth.coordinate.BlockSelection} and {@link
 * org.gradus.smooth.coordinate.BlockUpdate}.
 *
 * <p>Inside a run, a {@link org.gradus.smooth.coordinate.BlockState} holds x with residuals or
 * margins; {@link org.gradus.smooth.coordinate.BlockBounds} remembers what is expensive about fixed
 * blocks.
 */
package org.gradus.smooth.coordinate;
