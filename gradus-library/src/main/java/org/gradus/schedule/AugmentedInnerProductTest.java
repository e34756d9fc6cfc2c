package org.gradus.schedule;

import org.gradus.core.Check;
import org.gradus.perexample.PerExampleGradients;

/**
 * The augmented inner-product test (Bollapragada, Byrd and Nocedal, arXiv 1710.11258): the larger
 * of the {@link InnerProductTest}'s b* and the orthogonality test's, Vor / (ν² ‖ḡ‖²).
 *
 * @param theta θ &gt; 0; 0.5 in arXiv 2402.11215
 * @param nu ν &gt; 0; 1 in arXiv 2402.11215
 */
public record AugmentedInnerProductTest(double theta, double nu) implements BatchTest {
  /** Checks the tolerances. */
  public AugmentedInnerProductTest {
    Check.positive("theta", theta);
    Check.positive("nu", nu);
  }

  @Override
  public double wantedSize(PerExampleGradients gradients) {
    return wantedSize(GradientStatistics.of(gradients));
  }

  /** b* of given statistics. */
  public double wantedSize(GradientStatistics s) {
    return Math.max(new InnerProductTest(theta).wantedSize(s), orthogonalitySize(s));
  }

  /** b* of the orthogonality test alone. */
  public double orthogonalitySize(GradientStatistics s) {
    return GradientStatistics.wanted(s.orthogonalVariance(), nu * nu * s.squaredMeanNorm());
  }
}
