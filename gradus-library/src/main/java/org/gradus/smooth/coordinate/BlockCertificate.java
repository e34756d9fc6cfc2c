package org.gradus.smooth.coordinate;

/**
 * How good a point is, computed afresh from the problem and the point alone.
 *
 * @param value f(x)
 * @param projectedGradient maxᵢ |P(xᵢ − gᵢ) − xᵢ|, P the projection to the bounds: 0 exactly at a
 *     minimiser; without bounds max |gᵢ|
 * @param infeasibility how far x is outside its bounds, 0 for every point made here
 */
public record BlockCertificate(double value, double projectedGradient, double infeasibility) {

  /** Examines a point. */
  public static BlockCertificate of(BlockProblem problem, double[] x) {
    BlockState fresh = problem.function().at(x);
    double[] gradient = fresh.gradient();
    double worst = 0;
    double outside = 0;
    for (int i = 0; i < x.length; i++) {
      worst = Math.max(worst, Math.abs(problem.projectedStep(i, x[i], gradient[i])));
      outside = Math.max(outside, Math.abs(problem.box().project(i, x[i]) - x[i]));
    }
    return new BlockCertificate(fresh.value(), worst, outside);
  }
}
