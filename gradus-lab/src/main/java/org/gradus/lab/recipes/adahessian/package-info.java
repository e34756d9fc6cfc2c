/**
 * The recipe for AdaHessian (arXiv 2006.00719): {@link
 * org.gradus.lab.recipes.adahessian.AdaHessianRecipe} declares the claims and runs its experiments
 * one after another, a class each; each adds findings, tables and plots.
 */
package org.gradus.lab.recipes.adahessian;
