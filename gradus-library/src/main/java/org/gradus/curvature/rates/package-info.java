/**
 * Learning rates, momentum and damping from spectra (Granziol, Zohren and Roberts, JMLR 23, 2022,
 * arXiv 2006.09092).
 *
 * <p>The Hessian of a mini-batch is that of all data plus noise, and the noise raises its largest
 * eigenvalue, which limits the learning rate. {@link org.gradus.curvature.rates.HessianNoise}
 * measures the noise over mini-batches; an {@link org.gradus.curvature.rates.OutlierLaw} says what
 * it does to an eigenvalue; a {@link org.gradus.curvature.rates.BatchLaw} is that as a function of
 * the batch size, with the learning rate it allows; a {@link
 * org.gradus.curvature.rates.BatchSizeScaling} carries a tuned rate to another batch size. A {@link
 * org.gradus.curvature.rates.RateRule} proposes a rate and momentum from the curvature at a point,
 * and {@link org.gradus.curvature.rates.NoiseDamping} a damping from the noise; the optimizers
 * {@code RateLearner} and {@code NoiseDampedAdam} follow them while training.
 */
package org.gradus.curvature.rates;
