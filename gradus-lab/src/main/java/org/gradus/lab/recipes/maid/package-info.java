/**
 * The recipe for adaptively inexact bilevel optimisation (arXiv 2308.10098): {@link
 * org.gradus.lab.recipes.maid.MaidRecipe} declares the claims; Quadratics, Ridges, Denoising and
 * Monotone measure one each, Experts adds learned filters.
 */
package org.gradus.lab.recipes.maid;
