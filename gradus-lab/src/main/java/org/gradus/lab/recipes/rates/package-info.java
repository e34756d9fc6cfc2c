/**
 * The experiments of paper 34: the laws on random matrices and on a real network, learning rates
 * over batch sizes, the learner and the damping, all on the embedded digits.
 *
 * <p>{@link org.gradus.lab.recipes.rates.Digits} makes the tasks, {@link
 * org.gradus.lab.recipes.rates.Training} runs them.
 */
package org.gradus.lab.recipes.rates;
