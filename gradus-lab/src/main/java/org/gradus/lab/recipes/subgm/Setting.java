package org.gradus.lab.recipes.subgm;

import java.util.Locale;
import org.gradus.lowrank.FactorStart;
import org.gradus.lowrank.MeasurementLoss;
import org.gradus.lowrank.StepRule;

/**
 * What is measured and how it is recovered, except for the seed.
 *
 * @param measurements m
 * @param outliers p
 * @param noise standard deviation of noise on every value
 * @param width r'
 * @param alpha size of the start
 * @param random whether the start is Gaussian instead of spectral
 * @param leastSquaresStep 0 for the method itself; else the step of gradient descent on least
 *     squares
 */
record Setting(
    int measurements,
    double outliers,
    double noise,
    int width,
    double alpha,
    boolean random,
    double leastSquaresStep) {

  /** Spectral start, the method itself. */
  static Setting spectral(int measurements, double outliers, int width, double alpha) {
    return new Setting(measurements, outliers, 0, width, alpha, false, 0);
  }

  /** Gaussian start, the method itself. */
  static Setting random(int measurements, double outliers, int width, double alpha) {
    return new Setting(measurements, outliers, 0, width, alpha, true, 0);
  }

  Setting withNoise(double newNoise) {
    return new Setting(measurements, outliers, newNoise, width, alpha, random, leastSquaresStep);
  }

  Setting withLeastSquares(double step) {
    return new Setting(measurements, outliers, noise, width, alpha, random, step);
  }

  MeasurementLoss loss() {
    return leastSquaresStep > 0 ? MeasurementLoss.SQUARED : MeasurementLoss.ABSOLUTE;
  }

  StepRule step() {
    return leastSquaresStep > 0
        ? new StepRule.Constant(leastSquaresStep)
        : StepRule.Geometric.DEFAULT;
  }

  FactorStart start(long seed) {
    return random ? new FactorStart.Gaussian(alpha, seed) : new FactorStart.Spectral(alpha);
  }

  String key() {
    return String.format(
        Locale.ROOT,
        "m%d/p%.1f/noise%.0f/width%d/alpha%s-%s/%s",
        measurements,
        outliers,
        noise,
        width,
        alpha,
        random ? "gaussian" : "spectral",
        leastSquaresStep > 0 ? "least-squares" + leastSquaresStep : "subgm");
  }
}
