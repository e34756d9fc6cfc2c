package org.gradus.bilevel;

import java.util.Arrays;
import org.gradus.core.Check;
import org.gradus.core.PortableRandom;

/**
 * Denoising by a field of experts, whose filters are learned:
 *
 * <pre>
 * h(x, θ) = ½ ‖x − y‖² + ½ e^θ₀ Σₖ e^θₖ Σ_p √((cₖ ∗ x)_p² + e^{2 θ_{K+k}}),  k = 1 … K
 * </pre>
 *
 * <p>with correlations cₖ ∗ x reflected at the borders. θ is θ₀, K weights, K smoothings, then K
 * filters of side × side taps, row by row. μ = 1; L is a power iteration on the Hessian's largest
 * value, I + ½ Σ (weight/smoothing) CₖᵀCₖ, times 1.05: an estimate, as are all further constants. A
 * gradient costs 2 K side² multiply-adds a pixel.
 */
public final class FieldsOfExperts implements LowerProblem {
  private static final int POWER_STEPS = 15;
  private static final double MARGIN = 1.05;

  private final double[] noisy;
  private final int filters;
  private final int taps;
  private final Convolution convolution;

  /** The θ whose L was computed last, and that L. */
  private double[] knownTheta = new double[0];

  private double knownSmoothness;

  /**
   * A problem.
   *
   * @param noisy y, images · height · width values row by row; copied
   * @param images at least 1
   * @param height pixels, at least side
   * @param width pixels, at least side
   * @param filters K, at least 1
   * @param side of a filter, odd
   */
  public FieldsOfExperts(double[] noisy, int images, int height, int width, int filters, int side) {
    Check.atLeast("images", images, 1);
    this.filters = Check.atLeast("filters", filters, 1);
    if (side < 1 || side % 2 == 0) {
      throw Check.invalid("side", side, "odd and >= 1");
    }
    Check.atLeast("height", height, side);
    Check.atLeast("width", width, side);
    Vectors.requireLength("noisy", noisy, Math.multiplyExact(images * height, width));
    this.noisy = Vectors.finite("noisy", noisy);
    taps = side * side;
    convolution = new Convolution(images, height, width, side);
  }

  /**
   * The paper's start: weights −3, smoothings −3.5, filters Xavier-normal (standard deviation
   * 1/side, from {@link PortableRandom#normal}) less their mean.
   */
  public double[] start(long seed) {
    double[] theta = new double[parameters()];
    Arrays.fill(theta, 0, 1 + filters, -3);
    Arrays.fill(theta, 1 + filters, 1 + 2 * filters, -3.5);
    double[] draws = PortableRandom.normal(seed, filters * taps);
    for (int k = 0; k < filters; k++) {
      double mean = Arrays.stream(draws, k * taps, (k + 1) * taps).average().orElseThrow();
      for (int s = 0; s < taps; s++) {
        theta[filterAt(k) + s] = (draws[k * taps + s] - mean) / Math.sqrt(taps);
      }
    }
    return theta;
  }

  @Override
  public int dimension() {
    return noisy.length;
  }

  @Override
  public int parameters() {
    return 1 + filters * (2 + taps);
  }

  private int filterAt(int k) {
    return 1 + 2 * filters + k * taps;
  }

  /** ½ e^{θ₀ + θₖ}, k from 0. */
  private static double weight(double[] theta, int k) {
    return Math.exp(theta[0] + theta[1 + k]) / 2;
  }

  private double smoothingSquare(double[] theta, int k) {
    return Math.exp(2 * theta[1 + filters + k]);
  }

  @Override
  public double value(double[] x, double[] theta) {
    double[] padded = convolution.padded(x);
    double[] responses = new double[x.length];
    double[] residual = Vectors.sum(x, -1, noisy);
    double value = Vectors.dot(residual, residual) / 2;
    for (int k = 0; k < filters; k++) {
      convolution.correlate(padded, theta, filterAt(k), responses);
      double square = smoothingSquare(theta, k);
      value +=
          weight(theta, k) * Arrays.stream(responses).map(d -> Math.sqrt(d * d + square)).sum();
    }
    return value;
  }

  @Override
  public void gradient(double[] x, double[] theta, double[] gradient) {
    double[] padded = convolution.padded(x);
    double[] gathered = new double[padded.length];
    double[] responses = new double[x.length];
    for (int k = 0; k < filters; k++) {
      convolution.correlate(padded, theta, filterAt(k), responses);
      double weight = weight(theta, k);
      double square = smoothingSquare(theta, k);
      for (int p = 0; p < x.length; p++) {
        double d = responses[p];
        responses[p] = weight * d / Math.sqrt(d * d + square);
      }
      convolution.addTransposed(responses, theta, filterAt(k), gathered);
    }
    for (int p = 0; p < x.length; p++) {
      gradient[p] = x[p] - noisy[p];
    }
    convolution.addFolded(gathered, gradient);
  }

  @Override
  public void hessianProduct(double[] x, double[] theta, double[] v, double[] product) {
    double[] padded = convolution.padded(x);
    double[] paddedV = convolution.padded(v);
    double[] gathered = new double[padded.length];
    double[] responses = new double[x.length];
    double[] moved = new double[x.length];
    for (int k = 0; k < filters; k++) {
      convolution.correlate(padded, theta, filterAt(k), responses);
      convolution.correlate(paddedV, theta, filterAt(k), moved);
      double square = smoothingSquare(theta, k);
      double weight = weight(theta, k) * square;
      for (int p = 0; p < x.length; p++) {
        double r = responses[p] * responses[p] + square;
        moved[p] *= weight / (r * Math.sqrt(r));
      }
      convolution.addTransposed(moved, theta, filterAt(k), gathered);
    }
    System.arraycopy(v, 0, product, 0, v.length);
    convolution.addFolded(gathered, product);
  }

  @Override
  public void mixedTransposed(double[] x, double[] theta, double[] q, double[] product) {
    Arrays.fill(product, 0);
    double[] padded = convolution.padded(x);
    double[] paddedQ = convolution.padded(q);
    double[] responses = new double[x.length];
    double[] seen = new double[x.length];
    for (int k = 0; k < filters; k++) {
      convolution.correlate(padded, theta, filterAt(k), responses);
      convolution.correlate(paddedQ, theta, filterAt(k), seen);
      double weight = weight(theta, k);
      double square = smoothingSquare(theta, k);
      for (int p = 0; p < x.length; p++) {
        double d = responses[p];
        double r = d * d + square;
        double root = Math.sqrt(r);
        double slope = weight * d / root;
        product[1 + k] += slope * seen[p];
        product[1 + filters + k] -= slope * square / r * seen[p];
        // From here on: what multiplies (shifted q) and (shifted x) in the taps' derivatives.
        responses[p] = slope;
        seen[p] *= weight * square / (r * root);
      }
      product[0] += product[1 + k];
      convolution.addTapProducts(responses, paddedQ, product, filterAt(k));
      convolution.addTapProducts(seen, padded, product, filterAt(k));
    }
  }

  @Override
  public double strongConvexity(double[] theta) {
    return 1;
  }

  @Override
  public synchronized double smoothness(double[] theta) {
    if (!Arrays.equals(theta, knownTheta)) {
      knownSmoothness = MARGIN * largestCurvature(theta);
      knownTheta = theta.clone();
    }
    return knownSmoothness;
  }

  private double largestCurvature(double[] theta) {
    double[] v = PortableRandom.normal(1, noisy.length);
    double norm = 1;
    for (int step = 0; step < POWER_STEPS; step++) {
      v = curved(theta, Vectors.ofLength(1, v));
      norm = Vectors.norm(v);
    }
    return norm;
  }

  /** (I + ½ Σ (weight/smoothing) CₖᵀCₖ) v: the Hessian where all responses are 0. */
  private double[] curved(double[] theta, double[] v) {
    double[] product = new double[v.length];
    hessianProduct(new double[v.length], theta, v, product);
    return product;
  }
}
