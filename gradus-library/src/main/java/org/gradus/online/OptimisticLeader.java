package org.gradus.online;

import java.util.Arrays;
import org.gradus.core.Check;

/**
 * Optimistic follow-the-regularised-leader for the same model (Sachs, Hadiji, van Erven, Guzmán
 * 2022, arXiv 2202.07554), what mirror descent is compared with. The regulariser is centred at 0.
 *
 * <pre>
 * convex:          x_t = argmin_X ⟨M_t + Σ_{s&lt;t} g_s, x⟩ + |x|²/η_t
 *                  η_t = D² / (ν + Σ_{s&lt;t} η_s |g_s − M_s|²),   ν = L D² + D G
 * strongly convex: x_t = argmin_X ⟨M_t, x⟩ + Σ_{s&lt;t} (⟨g_s, x⟩ + (λ/2) |x − x_s|²)
 * </pre>
 */
public final class OptimisticLeader extends OnlineLearner {
  private final double convexity;
  private final double first;
  private final double[] gradients = vector("sum of gradients");
  private final double[] guessed = vector("guess");
  private final double[] penalty = vector("weighted surprises", 1);
  private final double[] played = vector("sum of x");

  private OptimisticLeader(
      Domain domain, double[] start, double gradientBound, double convexity, double first) {
    super(domain, start, gradientBound);
    this.convexity = convexity;
    this.first = first;
  }

  /**
   * For convex losses.
   *
   * @param gradientBound G &gt; 0
   * @param smoothness L ≥ 0
   */
  public static OptimisticLeader convex(Domain domain, double gradientBound, double smoothness) {
    Check.positive("gradientBound", gradientBound);
    Check.nonNegative("smoothness", smoothness);
    double d = domain.diameter();
    double[] start = new double[domain.dimension()];
    domain.project(start);
    return new OptimisticLeader(
        domain, start, gradientBound, 0, smoothness * d * d + d * gradientBound);
  }

  /**
   * For λ-strongly convex losses, beginning where told.
   *
   * @param convexity λ &gt; 0
   */
  public static OptimisticLeader stronglyConvex(Domain domain, double convexity, double[] start) {
    return new OptimisticLeader(
        domain, start, Double.POSITIVE_INFINITY, Check.positive("convexity", convexity), 0);
  }

  @Override
  void update(double[] gradient, double[] guess) {
    if (convexity == 0) {
      penalty[0] += stepSize() * Vectors.squaredDistance(gradient, guessed);
    }
    Vectors.add(gradients, 1, gradient);
    Vectors.add(played, 1, current());
    Vectors.copy(guess, guessed);
    Arrays.fill(current(), 0);
    if (convexity == 0) {
      Vectors.add(current(), -stepSize() / 2, gradients);
      Vectors.add(current(), -stepSize() / 2, guess);
    } else {
      double weight = convexity * round();
      Vectors.add(current(), 1.0 / round(), played);
      Vectors.add(current(), -1 / weight, gradients);
      Vectors.add(current(), -1 / weight, guess);
    }
    domain().project(current());
  }

  /** η_t of the convex form, by what has been seen. */
  private double stepSize() {
    double d = domain().diameter();
    return d * d / (first + penalty[0]);
  }
}
