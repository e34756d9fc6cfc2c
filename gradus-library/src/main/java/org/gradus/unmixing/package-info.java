/**
 * Spectral unmixing: from an image of many channels to a few spectra and each pixel's shares.
 *
 * <p>A {@link org.gradus.unmixing.UnmixingProblem} goes into {@link
 * org.gradus.unmixing.RobustUnmixing}; a {@link org.gradus.unmixing.UnmixingSolution} with its
 * {@link org.gradus.unmixing.UnmixingCertificate} comes out. What is minimised is an {@link
 * org.gradus.unmixing.UnmixingObjective}: a {@link org.gradus.unmixing.ChannelLoss} and a penalty
 * whose exponent for each pixel comes from a {@link org.gradus.unmixing.Guidance}. Factors begin at
 * an {@link org.gradus.unmixing.UnmixingStart}, which compares pixels on {@link
 * org.gradus.unmixing.GoodChannels}; {@link org.gradus.unmixing.UnmixingScore} compares them with
 * known ones.
 */
package org.gradus.unmixing;
