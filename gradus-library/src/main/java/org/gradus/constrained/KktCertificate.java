package org.gradus.constrained;

import java.util.Arrays;

/**
 * How well a pair (x, λ) meets the first-order conditions, from fresh evaluations of the problem's
 * functions.
 *
 * @param objective f(x)
 * @param violation |c(x)|₂
 * @param largestViolation max |cᵢ(x)|
 * @param stationarity |∇f(x) + G(x)ᵀ λ|₂
 * @param residual |∇L|₂ = √(stationarity² + violation²): what the methods' tolerance is for
 */
public record KktCertificate(
    double objective,
    double violation,
    double largestViolation,
    double stationarity,
    double residual) {
  /** Of any pair, also of one found elsewhere. */
  public static KktCertificate of(ConstrainedFunctions functions, double[] x, double[] lambda) {
    double[] c = functions.constraints(x);
    double[] stationarity = functions.gradient(x).clone();
    functions.jacobian(x).addTransposedProduct(lambda, stationarity);
    double violation = Vectors.norm(c);
    double slope = Vectors.norm(stationarity);
    return new KktCertificate(
        functions.objective(x),
        violation,
        Arrays.stream(c).map(Math::abs).max().orElse(0),
        slope,
        Math.hypot(slope, violation));
  }
}
