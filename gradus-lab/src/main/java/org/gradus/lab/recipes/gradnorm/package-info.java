/**
 * The experiments on gradient-normalized smoothness: Iterations (the paper's problems, every method
 * of a Contest), Regression (real data, seconds), Radius (what the search finds beside bounds).
 */
package org.gradus.lab.recipes.gradnorm;
