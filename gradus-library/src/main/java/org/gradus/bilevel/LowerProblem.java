package org.gradus.bilevel;

import java.util.OptionalDouble;

/**
 * The lower level x̂(θ) = argminₓ h(x, θ): h is μ(θ)-strongly convex and twice differentiable in x,
 * with an L(θ)-Lipschitz gradient.
 *
 * <p>Notation: A = ∂²h/∂x², [n, n]; B = ∂²h/∂x∂θ, [n, m]. Methods write into their last argument
 * and change nothing else; the same arguments must give the same numbers.
 *
 * <p>The constants that are left empty are estimated by the solvers, whose certificate is then
 * called heuristic.
 */
public interface LowerProblem {
  /** n, the length of x. */
  int dimension();

  /** m, the length of θ. */
  int parameters();

  /** h(x, θ). */
  double value(double[] x, double[] theta);

  /** ∇ₓh, of length n. */
  void gradient(double[] x, double[] theta, double[] gradient);

  /** A v, of length n. */
  void hessianProduct(double[] x, double[] theta, double[] v, double[] product);

  /** Bᵀ q, of length m. */
  void mixedTransposed(double[] x, double[] theta, double[] q, double[] product);

  /**
   * B u, of length n; asked for only where ‖B‖ or its Lipschitz constant is estimated. By default a
   * central difference of gradients along u, with a step of 10⁻⁵/‖u‖.
   */
  default void mixed(double[] x, double[] theta, double[] u, double[] product) {
    double step = 1e-5 / Math.max(Vectors.norm(u), Double.MIN_NORMAL);
    double[] behind = new double[dimension()];
    gradient(x, Vectors.sum(theta, -step, u), behind);
    gradient(x, Vectors.sum(theta, step, u), product);
    for (int i = 0; i < product.length; i++) {
      product[i] = (product[i] - behind[i]) / (2 * step);
    }
  }

  /** μ(θ) > 0: A − μ I is positive semidefinite for every x. */
  double strongConvexity(double[] theta);

  /** L(θ) ≥ μ(θ): L I − A is positive semidefinite for every x. */
  double smoothness(double[] theta);

  /** ‖B(x)‖₂ or more. */
  default OptionalDouble mixedNorm(double[] x, double[] theta) {
    return OptionalDouble.empty();
  }

  /** L_B: a Lipschitz constant of B in x, at θ. */
  default OptionalDouble mixedLipschitz(double[] theta) {
    return OptionalDouble.empty();
  }

  /** L_Ainv: a Lipschitz constant of A⁻¹ in x, at θ. */
  default OptionalDouble inverseLipschitz(double[] theta) {
    return OptionalDouble.empty();
  }
}
