package org.gradus.schedule;

import java.util.Arrays;
import org.gradus.core.Check;

/**
 * The classical bound on the last iterate of gradient descent with steps λ₁ … λ_T, and its
 * numerical minimiser (the second approach of arXiv 2310.07831).
 *
 * <pre>
 *   D²/(2 S₁) + (1/(2 S₁)) Σ_t λ_t² G_t² + ½ Σ_{k&lt;T} λ_k/(S_k S_{k+1}) Σ_{t≥k} λ_t² G_t²
 *   with S_k = Σ_{t≥k} λ_t
 * </pre>
 *
 * <p>A diagnostic: it is looser than the theorem behind {@link Refinement} by about 2. For constant
 * norms its minimiser falls almost linearly to the last but one entry and then jumps up, because
 * the bound needs λ_T &gt; 0; set the last entry to 0 before training with it.
 *
 * <p>For a fixed shape the bound is a/e + b e in the scale e, least at e = √(a/b).
 */
public final class LastIterateBound {
  /** The least step the minimiser may take. */
  public static final double LEAST_STEP = 1e-8;

  private final double[] squares;
  private final double distance;

  /**
   * The bound for gradients of these norms.
   *
   * @param norms G, one a step, at least two, each greater than 0
   * @param distance D, from the first iterate to the solution, greater than 0
   */
  public LastIterateBound(double[] norms, double distance) {
    Check.atLeast("number of gradient norms", norms.length, 2);
    this.distance = Check.positive("distance", distance);
    for (int i = 0; i < norms.length; i++) {
      Check.positive("gradient norm of step " + (i + 1), norms[i]);
    }
    squares = Arrays.stream(norms).map(g -> g * g).toArray();
  }

  /**
   * The bound.
   *
   * @param steps λ, as many as norms, each greater than 0
   */
  public double of(double[] steps) {
    return distance * distance * inverse(steps) + linear(steps);
  }

  /**
   * The scale that makes these steps' bound least.
   *
   * @param shape as many as norms, each greater than 0
   */
  public double bestScale(double[] shape) {
    return distance * Math.sqrt(inverse(shape) / linear(shape));
  }

  /** 1/(2 S₁), which the first term is a multiple of. */
  private static double inverse(double[] steps) {
    return 0.5 / Arrays.stream(steps).sum();
  }

  /** The other terms, which grow with the scale. */
  private double linear(double[] steps) {
    requireSteps(steps);
    double tail = 0;
    double energy = 0;
    double sum = 0;
    for (int k = steps.length - 1; k >= 0; k--) {
      double next = tail;
      tail += steps[k];
      energy += steps[k] * steps[k] * squares[k];
      if (next > 0) {
        sum += steps[k] / (tail * next) * energy;
      }
    }
    return (energy / tail + sum) / 2;
  }

  private void requireSteps(double[] steps) {
    if (steps.length != squares.length) {
      throw Check.invalid("number of steps", steps.length, squares.length + ", that of norms");
    }
    for (int i = 0; i < steps.length; i++) {
      Check.positive("size of step " + (i + 1), steps[i]);
    }
  }

  /**
   * The derivative of the bound in every step. With Q_k = Σ_{t≥k} λ_t² G_t²: ∂/∂S₁ = −D²/(2 S₁²),
   * ∂/∂S_k = (Q_k − Q_{k−1})/(2 S_k²) (Q_T taken as 0), and the derivatives in Q₁ … Q_j add up to
   * 1/(2 S_{j+1}), for j = T to 1/(2 S_T).
   */
  double[] gradient(double[] steps) {
    int n = steps.length;
    double[] tails = new double[n];
    double tail = 0;
    for (int k = n - 1; k >= 0; k--) {
      tail += steps[k];
      tails[k] = tail;
    }
    double[] gradient = new double[n];
    double bySums = -distance * distance / (2 * tails[0] * tails[0]);
    double rest = 0;
    for (int k = 0; k < n; k++) {
      if (k > 0) {
        rest = steps[k - 1] * steps[k - 1] * squares[k - 1];
        bySums -=
            (k == n - 1 ? rest + steps[k] * steps[k] * squares[k] : rest)
                / (2 * tails[k] * tails[k]);
      }
      double byEnergies = 1 / (2 * tails[Math.min(k + 1, n - 1)]);
      gradient[k] = bySums + 2 * steps[k] * squares[k] * byEnergies;
    }
    return gradient;
  }

  /**
   * The steps of least bound with every λ_t at least {@value #LEAST_STEP}, from the best constant
   * step, by projected L-BFGS in log λ.
   */
  public double[] minimise() {
    double[] flat = new double[squares.length];
    Arrays.fill(flat, 1);
    double scale = bestScale(flat);
    Arrays.fill(flat, scale);
    return minimise(flat);
  }

  /**
   * The same from another start.
   *
   * @param start λ, as many as norms, each greater than 0
   */
  public double[] minimise(double[] start) {
    requireSteps(start);
    double[] logs = Arrays.stream(start).map(Math::log).toArray();
    double[] best =
        new ProjectedLbfgs(
                u -> of(exponentials(u)),
                u -> product(gradient(exponentials(u)), exponentials(u)),
                Math.log(LEAST_STEP))
            .minimise(logs);
    return exponentials(best);
  }

  private static double[] exponentials(double[] logs) {
    return Arrays.stream(logs).map(Math::exp).toArray();
  }

  private static double[] product(double[] a, double[] b) {
    double[] product = new double[a.length];
    Arrays.setAll(product, i -> a[i] * b[i]);
    return product;
  }
}
