package org.gradus.schedule;

import java.util.Arrays;
import org.gradus.core.Check;

/**
 * Weights w₁ … w_T of a run's steps and the step sizes that make its last iterate as good as the
 * weighted regret (Defazio et al., arXiv 2310.07831, Theorem 1).
 *
 * <p>For convex f, any base sequence z and
 *
 * <pre>
 *   x₁ = z₁,   x_{t+1} = x_t + (Σ_{p&gt;t} w_p / Σ_p w_p) (z_{t+1} − z_t),   g_t a subgradient at x_t
 * </pre>
 *
 * f(x_T) − f(u) ≤ Σ_t w_t ⟨g_t, z_t − u⟩ / Σ_t w_t for every u. With z_{t+1} = z_t − η w_t g_t this
 * is gradient descent with steps η {@link #raw()}.
 */
public final class LastIterateWeights {
  private final double[] weights;
  private final double[] tails;

  /**
   * These weights.
   *
   * @param weights at least two, each finite and at least 0, the first T − 1 not all 0 and the last
   *     not 0
   */
  public LastIterateWeights(double... weights) {
    Check.atLeast("number of weights", weights.length, 2);
    for (int i = 0; i < weights.length; i++) {
      Check.nonNegative("weight of step " + (i + 1), weights[i]);
    }
    this.weights = weights.clone();
    tails = tails(weights);
    Check.positive("sum of the weights", tails[0]);
  }

  /**
   * w_t = G_t^(−power).
   *
   * @param norms gradient norms, each greater than 0
   * @param power 1 or 2
   */
  public static LastIterateWeights ofNorms(double[] norms, int power) {
    return new LastIterateWeights(
        Arrays.stream(norms).map(g -> power == 1 ? 1 / g : 1 / (g * g)).toArray());
  }

  /** Entry t is Σ_{p≥t} w_p, entry T is 0; by Neumaier's compensated summation. */
  private static double[] tails(double[] weights) {
    double[] tails = new double[weights.length + 1];
    double sum = 0;
    double lost = 0;
    for (int i = weights.length - 1; i >= 0; i--) {
      double next = sum + weights[i];
      lost += sum >= weights[i] ? sum - next + weights[i] : weights[i] - next + sum;
      sum = next;
      tails[i] = sum + lost;
    }
    return tails;
  }

  /** The number of steps T. */
  public int size() {
    return weights.length;
  }

  /**
   * w_t, with t counted from 0.
   *
   * @param step from 0 to T − 1
   */
  public double weight(int step) {
    return weights[step];
  }

  /**
   * The share Σ_{p&gt;t} w_p / Σ_p w_p of a base step that the iterate takes, with t counted from
   * 0.
   *
   * @param step from 0 to T − 1, where it is 0
   */
  public double share(int step) {
    return tails[step + 1] / tails[0];
  }

  /** w_t Σ_{p&gt;t} w_p / Σ_p w_p for each step; the last is 0. */
  public double[] raw() {
    double[] raw = new double[weights.length];
    Arrays.setAll(raw, t -> weights[t] * tails[t + 1] / tails[0]);
    return raw;
  }

  /**
   * {@link #raw()} divided by its maximum: a schedule's factors, in [0, 1].
   *
   * @throws IllegalArgumentException if all but the last weight are 0
   */
  public double[] normalised() {
    double[] raw = new double[weights.length];
    Arrays.setAll(raw, t -> weights[t] * tails[t + 1]);
    double max = Check.positive("largest step", Arrays.stream(raw).max().orElseThrow());
    return Arrays.stream(raw).map(step -> step / max).toArray();
  }

  /**
   * The step sizes that minimise the bound for w_t = G_t^(−2): raw · D / √Σ G_t^(−2). The bound is
   * then f(x_T) − f* ≤ D / √Σ G_t^(−2).
   *
   * @param distance D, from the first iterate to the solution
   */
  public double[] steps(double distance) {
    double scale = Check.positive("distance", distance) / Math.sqrt(tails[0]);
    return Arrays.stream(raw()).map(step -> step * scale).toArray();
  }
}
