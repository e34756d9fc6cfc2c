/**
 * Optimizers of matrices whose state lives in a low-dimensional subspace of each.
 *
 * <p>Two things vary independently. A {@link org.gradus.optim.lowrank.Projection} chooses
 * subspaces: columns of a fixed cosine basis, singular vectors, random ones, power iteration. A
 * host uses them: {@link org.gradus.optim.lowrank.LowRankAdamW} (DCT-AdamW), {@link
 * org.gradus.optim.lowrank.GaLore}, {@link org.gradus.optim.lowrank.Fira}, {@link
 * org.gradus.optim.lowrank.Frugal}, {@link org.gradus.optim.lowrank.Trion}.
 *
 * <p>How data moves: {@link org.gradus.optim.lowrank.MatrixOptimizer} cuts θ into parameters, gives
 * vectors to AdamW, and each matrix, turned so that it is at least as tall as wide, to a rule of
 * its own. The rule asks its projector for the gradient's coordinates, updates moments of those,
 * and reconstructs a step of full size.
 */
package org.gradus.optim.lowrank;
