/**
 * The experiments on AdaSketch-Newton: outer iterations on published problems, what adaptivity
 * buys, rates of convergence, a PDE-constrained problem and constrained logistic regression.
 */
package org.gradus.lab.recipes.adasketch;
