/**
 * The recipe for robust alternating minimisation (arXiv 2302.11068): {@link
 * org.gradus.lab.recipes.altmin.AltminRecipe} declares the claims; Recovery, Robustness, Scaling
 * and Photograph measure one each.
 */
package org.gradus.lab.recipes.altmin;
