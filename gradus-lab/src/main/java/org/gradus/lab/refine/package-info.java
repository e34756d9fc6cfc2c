/**
 * The schedule of the next run from the gradient norms of a comparison.
 *
 * <p>{@link org.gradus.lab.refine.RunRefinement} takes the record of a final run out of its {@link
 * org.gradus.lab.compare.RunFolder}, refines it by the library's {@link
 * org.gradus.schedule.Refinement} and writes a {@link org.gradus.lab.schedule.ScheduleFile} with a
 * picture beside it; {@code METHOD+refined:FILE} then follows it.
 */
package org.gradus.lab.refine;
