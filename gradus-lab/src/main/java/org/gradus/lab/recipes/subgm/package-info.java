/**
 * The recipe for the sub-gradient method (arXiv 2202.08788): {@link
 * org.gradus.lab.recipes.subgm.SubgmRecipe} declares the claims; Trials runs one recovery as a
 * piece; SmallStarts, Widths, Outliers, DenseNoise and SampleSize judge one claim each.
 */
package org.gradus.lab.recipes.subgm;
