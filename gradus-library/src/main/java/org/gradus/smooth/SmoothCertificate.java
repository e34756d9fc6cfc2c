package org.gradus.smooth;

/**
 * How good a point is, evaluated afresh.
 *
 * @param value f(x)
 * @param gradientNorm |∇f(x)|₂
 * @param dualNorm |∇f(x)|_* of the problem's metric
 */
public record SmoothCertificate(double value, double gradientNorm, double dualNorm) {
  static SmoothCertificate of(SmoothProblem problem, double[] x) {
    double[] g = new double[x.length];
    double value = problem.function().gradient(x, g);
    return new SmoothCertificate(value, Vectors.norm(g), problem.metric().dualNorm(g));
  }
}
