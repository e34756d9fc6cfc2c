package org.gradus.schedule;

import org.gradus.core.Check;
import org.gradus.perexample.PerExampleGradients;

/**
 * The inner-product test (Bollapragada, Byrd and Nocedal, arXiv 1710.11258): b* = Vip / (θ² ‖ḡ‖⁴),
 * so that single gradients point the way of their mean.
 *
 * @param theta θ &gt; 0; 0.5 in arXiv 2402.11215
 */
public record InnerProductTest(double theta) implements BatchTest {
  /** Checks the tolerance. */
  public InnerProductTest {
    Check.positive("theta", theta);
  }

  @Override
  public double wantedSize(PerExampleGradients gradients) {
    return wantedSize(GradientStatistics.of(gradients));
  }

  /** b* of given statistics. */
  public double wantedSize(GradientStatistics s) {
    double g2 = s.squaredMeanNorm();
    return GradientStatistics.wanted(s.innerProductVariance(), theta * theta * g2 * g2);
  }
}
