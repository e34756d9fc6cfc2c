package org.gradus.curvature.rates;

import org.gradus.core.Check;

/**
 * How random noise moves the largest eigenvalue of a matrix that has one standing out.
 *
 * <p>The noise of a mini-batch of effective size bₑ is c/bₑ, see {@link BatchLaw}. What each law
 * says of the largest learning rate 2/λ′ as a function of the batch size B, where the noise is
 * strong: {@link Additive} √B (its first branch inflates at most twice, so it never gives linear
 * scaling); {@link Multiplicative} and {@link SpikeFormula} B. Where the noise is weak all give a
 * constant.
 */
public sealed interface OutlierLaw {
  /**
   * The largest eigenvalue λ′ of the noisy matrix.
   *
   * @param eigenvalue λ, the largest of the matrix without noise
   * @param noise at least 0; 0 leaves λ as it is
   */
  double largest(double eigenvalue, double noise);

  /**
   * Symmetric noise of independent entries, the Hessian's law. With r = P σ²/bₑ the noise, σ/√bₑ
   * the deviation of an entry of the P × P noise:
   *
   * <pre>
   *   λ′ = λ + r/λ  if λ &gt; √r,  else the edge 2 √r of the noise alone
   * </pre>
   *
   * <p>and the mirror image for the smallest eigenvalue.
   */
  record Additive() implements OutlierLaw {
    @Override
    public double largest(double eigenvalue, double noise) {
      require(eigenvalue, noise);
      if (noise == 0) {
        return eigenvalue;
      }
      double root = Math.sqrt(noise);
      return eigenvalue > root ? eigenvalue + noise / eigenvalue : 2 * root;
    }

    /** The smallest eigenvalue of the noisy matrix. */
    public double smallest(double eigenvalue, double noise) {
      return -largest(-eigenvalue, noise);
    }
  }

  /**
   * Sampling noise of a covariance, the Gauss-Newton matrix's law. With q = P/bₑ the noise, the
   * aspect ratio, and s the variance of the bulk of directions:
   *
   * <pre>
   *   λ′ = λ (1 + q s/(λ − s))  if λ &gt; s (1 + √q),  else the edge s (1 + √q)²
   * </pre>
   *
   * <p>With q = 0 the matrix is the one without noise, and λ stays.
   *
   * @param bulk s, at least 0
   */
  record Multiplicative(double bulk) implements OutlierLaw {
    /** Checks the variance. */
    public Multiplicative {
      Check.nonNegative("bulk", bulk);
    }

    @Override
    public double largest(double eigenvalue, double noise) {
      require(eigenvalue, noise);
      double root = Math.sqrt(noise);
      if (noise == 0 || eigenvalue > bulk * (1 + root)) {
        return eigenvalue + (noise == 0 ? 0 : noise * bulk * eigenvalue / (eigenvalue - bulk));
      }
      return bulk * (1 + root) * (1 + root);
    }
  }

  /**
   * The first branch of {@link Additive} for every noise: λ′ = λ + r/λ. That is no theorem below λ
   * = √r, but it is the form from which linear scaling of SGD's learning rate is argued.
   */
  record SpikeFormula() implements OutlierLaw {
    @Override
    public double largest(double eigenvalue, double noise) {
      require(eigenvalue, noise);
      return eigenvalue + noise / Check.positive("eigenvalue", eigenvalue);
    }
  }

  private static void require(double eigenvalue, double noise) {
    Check.finite("eigenvalue", eigenvalue);
    Check.nonNegative("noise", noise);
  }
}
