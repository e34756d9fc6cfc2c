package org.gradus.online;

import java.util.Objects;

/**
 * Optimistic online mirror descent with a Euclidean regulariser (Chen, Zhang, Tu, Zhao, Zhang,
 * arXiv 2302.04552), for convex and strongly convex expected losses.
 *
 * <pre>
 *   x₁ = x̂₁ the start; play x_t, see g_t
 *   x̂_{t+1} = P(x̂_t − η_t g_t)              η_t by the statistics before g_t
 *   V_t      = V_{t−1} + |g_t − g_{t−1}|²     g₀ = 0
 *   x_{t+1} = P(x̂_{t+1} − η_{t+1} M_{t+1})   M_{t+1} = g_t unless given
 * </pre>
 *
 * <p>With {@link StepRule#convex} the regret in the stochastically extended adversarial model is
 * O(D² L + D G + D √σ²_{1:T} + D √Σ²_{1:T}): it grows with the variance of the gradients and the
 * drift of their means, not with the number of rounds as such; with {@link StepRule#stronglyConvex}
 * it is logarithmic. The losses of single rounds need not be convex. On noise alone plain gradient
 * descent is better by a constant factor.
 *
 * <p>Cost a round: two projections and O(d). Memory: 4 d numbers.
 */
public final class OptimisticMirrorDescent extends OnlineLearner {
  private final StepRule steps;
  private final double[] base = vector("x-hat");
  private final double[] previous = vector("last gradient");
  private final double[] variation = vector("V", 1);

  /** Begins at the domain's centre. */
  public OptimisticMirrorDescent(Domain domain, StepRule steps) {
    this(domain, steps, domain.centre(), Double.POSITIVE_INFINITY);
  }

  /**
   * Begins where told.
   *
   * @param start x₁ = x̂₁, in the domain
   * @param gradientBound G, of which larger gradients are warned; infinity for none
   */
  public OptimisticMirrorDescent(
      Domain domain, StepRule steps, double[] start, double gradientBound) {
    super(domain, start, gradientBound);
    this.steps = Objects.requireNonNull(steps, "steps");
    Vectors.copy(start, base);
  }

  @Override
  void update(double[] gradient, double[] guess) {
    Vectors.add(base, -stepSize(), gradient);
    domain().project(base);
    variation[0] += Vectors.squaredDistance(gradient, previous);
    Vectors.copy(gradient, previous);
    double next = steps.size(round() + 1, variation[0]);
    Vectors.copy(base, current());
    Vectors.add(current(), -next, guess);
    domain().project(current());
  }

  /** η_t of the round that is played next. */
  public double stepSize() {
    return steps.size(round(), variation[0]);
  }
}
