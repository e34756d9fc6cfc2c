/**
 * The recipe for robust spectral unmixing (arXiv 1409.0685): {@link
 * org.gradus.lab.recipes.rrlbs.RrlbsRecipe} declares the claims; a SyntheticScene is unmixed by
 * Unmixings, one a piece; Robustness, GuidanceMap and Adaptivity judge one claim each, and Digits
 * is a demonstration.
 */
package org.gradus.lab.recipes.rrlbs;
