/**
 * Which examples a training sees, and how often.
 *
 * <p>A method looks at what a short training found ({@link org.gradus.selection.Predictions}: one
 * row of outputs, a loss and a label an example) and returns the examples it picks; an {@link
 * org.gradus.selection.IndexMultiset} says how often each example is shown, and serves the training
 * data that way without copying them.
 *
 * <p>{@link org.gradus.selection.Useful} is the method of arXiv 2404.17768; {@link
 * org.gradus.selection.Upsampling} has what its paper compares it with.
 */
package org.gradus.selection;
