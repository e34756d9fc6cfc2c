/**
 * The recipe for target-based surrogates (arXiv 2302.02607): {@link
 * org.gradus.lab.recipes.sso.SsoRecipe} declares the claims; {@link
 * org.gradus.lab.recipes.sso.Problems} are the problems, {@link
 * org.gradus.lab.recipes.sso.Contender} the methods, and {@link org.gradus.lab.recipes.sso.Contest}
 * tunes and runs them.
 */
package org.gradus.lab.recipes.sso;
