package org.gradus.schedule;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.bytedeco.javacpp.PointerScope;
import org.gradus.core.Check;
import org.gradus.core.Tensors;
import org.gradus.perexample.PerExampleGradients;

/**
 * The norm test (Byrd, Chin, Nocedal and Wu 2012): b* = V1 / (η² ‖ḡ‖²), so that the gradient's
 * expected squared error is at most η² times its own square.
 *
 * <p>b* settles near (1 − η²) tr Σ / (η² ‖∇F‖²), with Σ the covariance of one example's gradient; a
 * step multiplies the size by at most about 1/η² on average. With η ≥ 1 the size grows by chance
 * only.
 *
 * @param eta η &gt; 0; 0.1 to 0.5 in arXiv 2402.11215
 */
public record NormTest(double eta) implements BatchTest {
  private static final Logger LOG = System.getLogger(NormTest.class.getName());

  /** Checks the tolerance; warns where it will hardly ever ask for more. */
  public NormTest {
    Check.positive("eta", eta);
    if (eta >= 1) {
      LOG.log(Level.WARNING, "eta is {0}: with 1 or more batches grow by chance only", eta);
    }
  }

  @Override
  public double wantedSize(PerExampleGradients gradients) {
    try (PointerScope scope = new PointerScope()) {
      double norm = Tensors.norm(gradients.mean());
      double variance = GradientStatistics.variance(gradients, norm * norm);
      return GradientStatistics.wanted(variance, eta * eta * norm * norm);
    }
  }

  /** b* of given statistics. */
  public double wantedSize(GradientStatistics s) {
    return GradientStatistics.wanted(s.variance(), eta * eta * s.squaredMeanNorm());
  }
}
