package org.gradus.smooth;

/** u: Rⁿ → Rᵐ, a system of residuals with first and second derivatives. */
public interface Residuals {
  /** n. */
  int dimension();

  /** m. */
  int count();

  /** u(x), a new array. */
  double[] values(double[] x);

  /** result ← Jᵀ w at x. */
  void transposedProduct(double[] x, double[] w, double[] result);

  /** JᵀJ at x, [n, n] row-major, a new array. */
  double[] gram(double[] x);

  /** H ← H + Σᵢ wᵢ ∇²uᵢ(x), H [n, n] row-major. */
  void addCurvature(double[] x, double[] w, double[] h);
}
