/**
 * Batch sizes that change while training.
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
