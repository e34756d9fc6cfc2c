/**
 * What recipes share to compare methods fairly.
 *
 * <p>{@link org.gradus.lab.reproduce.fair.GridSearch} gives every method the same grid of learning
 * rates and goes on where the best lies at its edge; {@link org.gradus.lab.reproduce.fair.Sample}
 * holds one value a seed and compares seed by seed; {@link org.gradus.lab.reproduce.fair.StepTimer}
 * measures steps of several methods in turns, so that what slows the machine slows them all.
 */
package org.gradus.lab.reproduce.fair;
