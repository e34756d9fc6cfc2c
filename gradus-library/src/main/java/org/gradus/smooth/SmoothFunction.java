package org.gradus.smooth;

/**
 * f: Rⁿ → R with its gradient, in float64.
 *
 * <p>Where f is not defined, or overflows, its value is NaN or infinite: solvers reject such trial
 * points. Implementations do not keep the arrays they are given.
 */
public interface SmoothFunction {
  /** n. */
  int dimension();

  /** f(x). */
  double value(double[] x);

  /**
   * Value and gradient at once.
   *
   * @param gradient of length n, overwritten with ∇f(x)
   * @return f(x)
   */
  double gradient(double[] x, double[] gradient);
}
