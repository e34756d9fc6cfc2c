package org.gradus.online;

import org.gradus.core.Check;

/**
 * Optimistic online mirror descent for exp-concave losses on a ball (arXiv 2302.04552): the
 * regulariser is a growing quadratic of the gradients seen, as in online Newton steps.
 *
 * <pre>
 *   H₁ = (1 + (β/2) G²) I
 *   x̂_{t+1} = P_{H_t}(x̂_t − H_t⁻¹ g_t)
 *   H_{t+1} = H_t + (β/2) g_t g_tᵀ
 *   x_{t+1} = P_{H_{t+1}}(x̂_{t+1} − H_{t+1}⁻¹ M_{t+1})    M_{t+1} = g_t unless given
 * </pre>
 *
 * <p>P_H is the projection in H's norm ({@link MetricBall}). Regret O((d/α) log(σ²_{1:T} +
 * Σ²_{1:T})). The theory's β is tiny: on streams of less than some 10⁴ rounds H is then nearly a
 * multiple of I and a larger β does better.
 *
 * <p>Cost a round: O(d²) by a rank-one update of the inverse, and O(d³) for each projection that is
 * needed. Memory: 2 d² numbers.
 */
public final class OptimisticNewton extends OnlineLearner {
  private final Ball ball;
  private final double beta;
  private final double[] base = vector("x-hat");
  private final double[] metric;
  private final double[] inverse;
  private final double[] product;

  /**
   * A learner that begins at the ball's centre.
   *
   * @param gradientBound G &gt; 0
   * @param beta β &gt; 0; {@link #theoreticalBeta} has the theory's
   */
  public OptimisticNewton(Ball ball, double gradientBound, double beta) {
    this(ball, gradientBound, beta, ball.centre());
  }

  /**
   * A learner that begins where told.
   *
   * @param start x₁ = x̂₁, in the ball
   */
  public OptimisticNewton(Ball ball, double gradientBound, double beta, double[] start) {
    super(ball, start, Check.positive("gradientBound", gradientBound));
    this.ball = ball;
    this.beta = Check.positive("beta", beta);
    int d = ball.dimension();
    metric = vector("H", d * d);
    inverse = vector("inverse of H", d * d);
    product = new double[d];
    double first = 1 + beta / 2 * gradientBound * gradientBound;
    for (int i = 0; i < d; i++) {
      metric[i * d + i] = first;
      inverse[i * d + i] = 1 / first;
    }
    Vectors.copy(start, base);
  }

  /**
   * β = ½ min(1/(4 G D), α).
   *
   * @param alpha α &gt; 0 of α-exp-concave losses
   */
  public static double theoreticalBeta(double gradientBound, double diameter, double alpha) {
    Check.positive("gradientBound", gradientBound);
    Check.positive("diameter", diameter);
    Check.positive("alpha", alpha);
    return Math.min(1 / (4 * gradientBound * diameter), alpha) / 2;
  }

  /** β. */
  public double beta() {
    return beta;
  }

  @Override
  void update(double[] gradient, double[] guess) {
    step(base, gradient);
    absorb(gradient);
    Vectors.copy(base, current());
    step(current(), guess);
  }

  /** x ← P_H(x − H⁻¹ v). */
  private void step(double[] x, double[] v) {
    multiply(v);
    Vectors.add(x, -1, product);
    MetricBall.project(ball, metric, x);
  }

  /** H ← H + (β/2) g gᵀ, its inverse by Sherman and Morrison's formula. */
  private void absorb(double[] gradient) {
    int d = gradient.length;
    multiply(gradient);
    double half = beta / 2;
    double scale = half / (1 + half * Vectors.dot(gradient, product));
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        metric[i * d + j] += half * gradient[i] * gradient[j];
        inverse[i * d + j] -= scale * product[i] * product[j];
      }
    }
  }

  /** H⁻¹ v into {@link #product}. */
  private void multiply(double[] v) {
    int d = v.length;
    for (int i = 0; i < d; i++) {
      double sum = 0;
      for (int j = 0; j < d; j++) {
        sum += inverse[i * d + j] * v[j];
      }
      product[i] = sum;
    }
  }

  /** H_t, row-major, a copy. */
  public double[] metric() {
    return metric.clone();
  }

  /** H_t⁻¹ as it is kept, row-major, a copy. */
  public double[] inverse() {
    return inverse.clone();
  }
}
