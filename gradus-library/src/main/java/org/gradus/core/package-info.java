/**
 * The vocabulary every method shares.
 *
 * <p>Training: a model's parameters are one {@link org.gradus.core.ParameterVector} θ; a mini-batch
 * is an {@link org.gradus.core.Objective}; an {@link org.gradus.core.Optimizer} measures the
 * objective's derivatives (through {@link org.gradus.core.Autodiff}) and updates θ; a {@link
 * org.gradus.core.Schedule} sets its learning rate; {@link org.gradus.core.Stateful} parts save
 * into a {@link org.gradus.core.State}, which a {@link org.gradus.core.Checkpoint} puts on disk.
 *
 * <p>Solving: a problem record goes into a {@link org.gradus.core.Solver}, a {@link
 * org.gradus.core.Solution} comes out.
 *
 * <p>Both report through one {@link org.gradus.core.Monitor} and leave one {@link
 * org.gradus.core.Trace}; randomness comes from a {@link org.gradus.core.RandomSource} only.
 */
package org.gradus.core;
