/**
 * The recipe of AdAdaGrad (arXiv 2402.11215): adaptive batch sizes on MNIST's test images, and the
 * mechanism behind them on a quadratic.
 *
 * <p>{@link org.gradus.lab.recipes.adadagrad.AdAdaGradRecipe} states the rules; a {@code Workload}
 * is trained with one {@code Rule} and some {@code Batches}, which {@code Tuner} tunes and runs;
 * {@code Logistic}, {@code Convolutional} and {@code Mechanism} are its experiments.
 */
package org.gradus.lab.recipes.adadagrad;
