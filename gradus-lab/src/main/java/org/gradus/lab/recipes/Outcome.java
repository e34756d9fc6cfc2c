package org.gradus.lab.recipes;

/**
 * What a training run came to.
 *
 * @param loss validation loss at its end; NaN if it diverged
 * @param score the task's score on the same data (accuracy, or area under the ROC curve), NaN if it
 *     has none or the run diverged
 * @param clippedShare share of the steps whose gradient was longer than the clipping norm
 * @param unclippedFraction Sophia's mean share of coordinates it did not clip; NaN for others
 * @param seconds training time, data and validation excluded
 */
public record Outcome(
    double loss, double score, double clippedShare, double unclippedFraction, double seconds) {

  /** A run whose loss or gradient turned NaN or infinite. */
  static Outcome diverged(double seconds) {
    return new Outcome(Double.NaN, Double.NaN, Double.NaN, Double.NaN, seconds);
  }
}
