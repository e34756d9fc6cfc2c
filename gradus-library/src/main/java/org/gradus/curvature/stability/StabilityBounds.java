package org.gradus.curvature.stability;

import org.gradus.core.Check;

/**
 * How sharp a minimum can be that a learning rate keeps.
 *
 * <ul>
 *   <li>Gradient descent: λ_max ≤ 2/η, necessary and sufficient.
 *   <li>SGD, E‖θ − θ*‖² bounded: tr G ≤ 2/η for batches of one, necessary, attained, not
 *       sufficient; tr G ≤ 2B/η for batches of B, our own extension from orthogonal gradients,
 *       which holds in every case we solved exactly. The exact limit is {@link StabilityThreshold}.
 *   <li>SGD, E f bounded: ‖G‖_F ≤ √(B/μ)/η, with μ the {@link #alignment}. It follows from one
 *       step: noise adds η² tr(Σ G)/(2B) to the expected loss, which must not exceed the loss
 *       itself.
 * </ul>
 *
 * @param learningRate η &gt; 0, of a loss with the factor ½ (without it all limits halve)
 * @param batch B ≥ 1
 */
public record StabilityBounds(double learningRate, long batch) {
  /** Checks the ranges. */
  public StabilityBounds {
    Check.positive("learningRate", learningRate);
    Check.atLeast("batch", batch, 1);
  }

  /** 2/η, the largest λ_max under gradient descent. */
  public double eigenvalueLimit() {
    return 2 / learningRate;
  }

  /** 2B/η, the largest trace under SGD. */
  public double traceLimit() {
    return 2.0 * batch / learningRate;
  }

  /**
   * √(B/μ)/η, the largest Frobenius norm under which SGD's expected loss stays bounded.
   *
   * @param alignment μ &gt; 0
   */
  public double frobeniusLimit(double alignment) {
    return Math.sqrt(batch / Check.positive("alignment", alignment)) / learningRate;
  }

  /**
   * μ = tr(Σ G)/(2 f ‖G‖_F²): how much of the gradient noise lies in sharp directions.
   *
   * @param noiseTrace tr(Σ G), with Σ the covariance of one example's gradient
   * @param loss f &gt; 0, the mean of ½ (output − target)²
   * @param frobenius ‖G‖_F &gt; 0
   */
  public static double alignment(double noiseTrace, double loss, double frobenius) {
    Check.nonNegative("noiseTrace", noiseTrace);
    Check.positive("loss", loss);
    Check.positive("frobenius", frobenius);
    return noiseTrace / (2 * loss * frobenius * frobenius);
  }
}
