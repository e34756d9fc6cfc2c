/**
 * The recipe for Sophia (arXiv 2305.14342): {@link org.gradus.lab.recipes.sophia.SophiaRecipe}
 * declares the claims and runs its experiments one after another, a class each; each adds findings,
 * tables and plots.
 */
package org.gradus.lab.recipes.sophia;
