/**
 * What may be concluded from a comparison's runs.
 *
 * <p>The flow: {@link org.gradus.lab.stats.Summarizer} takes a {@link
 * org.gradus.lab.result.Comparison} whose runs are recorded and gives the same one with every
 * method's summary set, from {@link org.gradus.lab.stats.Estimates} (mean and interval), {@link
 * org.gradus.lab.stats.PairedDifferences} (difference to the baseline, seed by seed), {@link
 * org.gradus.lab.stats.Holm} (several methods tested at once) and {@link
 * org.gradus.lab.stats.TimesToTarget}; {@link org.gradus.lab.stats.Band} condenses the curves of
 * several seeds for plots.
 *
 * <p>The rule for diverged runs, here and in all reports: a diverged run has no result, so it does
 * not enter means; a seed of which either run diverged does not enter the paired difference; both
 * are counted and shown beside the numbers. A method that diverges on half of its seeds therefore
 * never looks good by its mean alone.
 */
package org.gradus.lab.stats;
