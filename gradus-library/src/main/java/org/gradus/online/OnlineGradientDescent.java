package org.gradus.online;

import org.gradus.core.Check;

/**
 * Online projected gradient descent, what optimism is compared with: x_{t+1} = P(x_t − η_t g_t).
 * Guesses are left alone.
 *
 * <ul>
 *   <li>{@link #decaying}: η_t = D/(G √t) (Zinkevich 2003)
 *   <li>{@link #adaptive}: η_t = D/√(2 Σ_{s≤t} |g_s|²) (AdaGrad's norm form; Streeter and McMahan
 *       2010), 0 while all gradients are 0
 * </ul>
 */
public final class OnlineGradientDescent extends OnlineLearner {
  private final double gradientBound;
  private final double[] squares = vector("sum of squared norms", 1);

  private OnlineGradientDescent(Domain domain, double[] start, double gradientBound) {
    super(domain, start, gradientBound);
    this.gradientBound = gradientBound;
  }

  /**
   * Steps D/(G √t), beginning at the centre.
   *
   * @param gradientBound G &gt; 0
   */
  public static OnlineGradientDescent decaying(Domain domain, double gradientBound) {
    return decaying(domain, gradientBound, domain.centre());
  }

  /** Steps D/(G √t), beginning where told. */
  public static OnlineGradientDescent decaying(
      Domain domain, double gradientBound, double[] start) {
    return new OnlineGradientDescent(domain, start, Check.positive("gradientBound", gradientBound));
  }

  /** Steps by the gradients seen, beginning at the centre. */
  public static OnlineGradientDescent adaptive(Domain domain) {
    return adaptive(domain, domain.centre());
  }

  /** Steps by the gradients seen, beginning where told. */
  public static OnlineGradientDescent adaptive(Domain domain, double[] start) {
    return new OnlineGradientDescent(domain, start, Double.POSITIVE_INFINITY);
  }

  @Override
  void update(double[] gradient, double[] guess) {
    squares[0] += Vectors.dot(gradient, gradient);
    Vectors.add(current(), -stepSize(), gradient);
    domain().project(current());
  }

  private double stepSize() {
    double diameter = domain().diameter();
    if (Double.isFinite(gradientBound)) {
      return diameter / (gradientBound * Math.sqrt((double) round()));
    }
    return squares[0] == 0 ? 0 : diameter / Math.sqrt(2 * squares[0]);
  }
}
