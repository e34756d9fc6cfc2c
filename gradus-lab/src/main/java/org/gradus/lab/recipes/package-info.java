/**
 * What recipes train: tasks made of the lab's data and models, and runs on them.
 *
 * <p>A {@link org.gradus.lab.recipes.TrainingTask} builds the same network, data and batch order
 * for every method of a seed; a {@link org.gradus.lab.recipes.Method} is an optimizer with all its
 * settings; {@link org.gradus.lab.recipes.TrainingTask#run} trains one with the other and returns
 * an {@link org.gradus.lab.recipes.Outcome}. {@link org.gradus.lab.recipes.Tuning} and {@link
 * org.gradus.lab.recipes.Runs} do this for a grid of learning rates and for several seeds, as
 * pieces of the frame. The recipes of a paper have a package of their own below this one.
 */
package org.gradus.lab.recipes;
