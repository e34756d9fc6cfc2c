/**
 * The recipe of "Deep Learning on a Data Diet" (arXiv 2107.07075) on MNIST's test images.
 *
 * <p>{@link org.gradus.lab.recipes.datadiet.DataDietRecipe} states the rules; {@code Diet} trains
 * on subsets; {@code Scoring} gathers the scores of short runs; {@code Pruning}, {@code Noise} and
 * {@code Dynamics} judge the claims.
 */
package org.gradus.lab.recipes.datadiet;
