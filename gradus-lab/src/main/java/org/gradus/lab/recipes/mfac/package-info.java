/**
 * The recipe for M-FAC (arXiv 2107.03356): {@link org.gradus.lab.recipes.mfac.MFacRecipe} declares
 * the claims and runs its experiments one after another, a class each; each adds findings and
 * tables.
 */
package org.gradus.lab.recipes.mfac;
