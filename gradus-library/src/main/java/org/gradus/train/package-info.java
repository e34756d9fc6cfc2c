/**
 * Training a model: what joins data, model and optimizer.
 *
 * <p>{@link org.gradus.train.TrainingData} gives {@link org.gradus.train.Batch}es in a seeded
 * order; a {@link org.gradus.train.Network} (any libtorch module, or TorchScript) and a batch make
 * a {@link org.gradus.train.BatchObjective}; the {@link org.gradus.train.Trainer} feeds it to an
 * optimizer, clips, follows the schedule, reports to a monitor and can be saved and continued at
 * any step.
 */
package org.gradus.train;
