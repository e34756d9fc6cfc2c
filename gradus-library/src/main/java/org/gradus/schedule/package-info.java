/**
 * What changes while training: learning rates, by the schedules everybody uses and by ones computed
 * from a run's gradients, and batch sizes.
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
 *
 * <p>A {@link org.gradus.train.BatchSizePolicy} says how many examples each step takes. {@link
 * org.gradus.schedule.AdaptiveBatchSize} lets a {@link org.gradus.schedule.BatchTest} on the
 * gradients of the step's examples decide: {@link org.gradus.schedule.NormTest}, {@link
 * org.gradus.schedule.InnerProductTest}, {@link org.gradus.schedule.AugmentedInnerProductTest} and
 * {@link org.gradus.schedule.CoordinateNormTest}, all from {@link
 * org.gradus.schedule.GradientStatistics}. {@link org.gradus.schedule.Stagewise}, {@link
 * org.gradus.schedule.LinearRamp} and {@link org.gradus.schedule.BatchHistory} fix the sizes
 * beforehand.
 *
 * <p>They go with any optimizer: {@link org.gradus.train.Trainer#withBatchSizes}. With {@link
 * org.gradus.optim.AdaGrad} and {@link org.gradus.optim.AdaGradNorm} they are AdAdaGrad and
 * AdAdaGrad-Norm (Lau, Liu and Kolar, arXiv 2402.11215).
 */
package org.gradus.schedule;
