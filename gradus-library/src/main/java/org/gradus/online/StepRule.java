package org.gradus.online;

import org.gradus.core.Check;

/** How large the steps of {@link OptimisticMirrorDescent} are. */
@FunctionalInterface
public interface StepRule {
  /**
   * The step size η_t.
   *
   * @param round t, from 1
   * @param variation V_{t−1} = Σ_{s&lt;t} |g_s − g_{s−1}|², with g₀ = 0
   */
  double size(long round, double variation);

  /** The same size every round. */
  static StepRule fixed(double size) {
    Check.positive("step size", size);
    return (round, variation) -> size;
  }

  /**
   * For convex expected losses (theorem 1): η_t = D / √(δ + 4 G² + V_{t−1}).
   *
   * @param diameter D &gt; 0
   * @param gradientBound G &gt; 0, at least every |g_t|
   * @param delta δ ≥ 0; the theory takes 10 D² L² for L-smooth expected losses
   */
  static StepRule variation(double diameter, double gradientBound, double delta) {
    Check.positive("diameter", diameter);
    Check.positive("gradientBound", gradientBound);
    Check.nonNegative("delta", delta);
    double first = delta + 4 * gradientBound * gradientBound;
    return (round, variation) -> diameter / Math.sqrt(first + variation);
  }

  /** {@link #variation} with δ = 10 D² L². */
  static StepRule convex(double diameter, double gradientBound, double smoothness) {
    Check.nonNegative("smoothness", smoothness);
    double product = diameter * smoothness;
    return variation(diameter, gradientBound, 10 * product * product);
  }

  /**
   * For λ-strongly convex expected losses: η_t = 2 / (λ t).
   *
   * @param convexity λ &gt; 0
   */
  static StepRule stronglyConvex(double convexity) {
    Check.positive("convexity", convexity);
    return (round, variation) -> 2 / (convexity * round);
  }
}
