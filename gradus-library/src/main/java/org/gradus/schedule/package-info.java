/**
 * Learning-rate schedules: the ones everybody uses, and ones computed from a run's gradients.
 *
 * <p>A {@link org.gradus.schedule.ScheduleShape} becomes a {@link org.gradus.core.Schedule} once
 * the number of steps is known: {@code ScheduleShape.cosine(0).withWarmup(0.05).over(steps)}.
 *
 * <p>Refinement (arXiv 2310.07831): a {@link org.gradus.schedule.GradientNormRecorder} around the
 * optimizer of one run collects its gradient norms, a {@link org.gradus.schedule.Refinement} turns
 * them into {@link org.gradus.schedule.LastIterateWeights} and those into the {@link
 * org.gradus.schedule.RefinedSchedule} of the next run. The same weights make a {@link
 * org.gradus.schedule.LastIterateConverter}, which gives any optimizer the last-iterate guarantee
 * by averaging instead of by a schedule; {@link org.gradus.schedule.LastIterateBound} is the
 * classical bound, minimised numerically, for diagnosis.
 */
package org.gradus.schedule;
