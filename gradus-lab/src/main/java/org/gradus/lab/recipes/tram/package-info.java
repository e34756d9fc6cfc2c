/**
 * The experiment on TRAM (arXiv 2310.03646): a network pre-trained on rotated digits is tuned on
 * upright ones, and judged on the rotated.
 */
package org.gradus.lab.recipes.tram;
