/**
 * The recipe of USEFUL (arXiv 2404.17768): the theory's own model of fast and slow features, and a
 * small network on images.
 */
package org.gradus.lab.recipes.useful;
