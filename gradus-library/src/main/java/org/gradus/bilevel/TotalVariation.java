package org.gradus.bilevel;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.gradus.core.Check;

/**
 * Denoising by smoothed total variation with learned weight and smoothing:
 *
 * <pre>
 * h(x, θ) = ½ ‖x − y‖² + ½ w Σ_d √(d² + ν²),   w = e^θ₀, ν = e^θ₁
 * </pre>
 *
 * <p>over all horizontal and vertical forward differences d of neighbouring pixels, each by itself
 * and without wrap-around; one or several images of one size, one after the other in x. All
 * constants are rigorous: μ = 1, L = 1 + 4 w/ν, L_B = 4√2 w/ν, L_Ainv = 4.86 w/ν², ‖B‖ from its two
 * columns. A gradient costs two square roots and divisions a pixel.
 */
public final class TotalVariation implements LowerProblem {
  private final double[] noisy;
  private final int images;
  private final int height;
  private final int width;

  /**
   * A problem.
   *
   * @param noisy y, images · height · width values row by row; copied
   * @param images at least 1
   * @param height pixels, at least 1
   * @param width pixels, at least 1
   */
  public TotalVariation(double[] noisy, int images, int height, int width) {
    this.images = Check.atLeast("images", images, 1);
    this.height = Check.atLeast("height", height, 1);
    this.width = Check.atLeast("width", width, 1);
    Vectors.requireLength("noisy", noisy, Math.multiplyExact(images * height, width));
    this.noisy = Vectors.finite("noisy", noisy);
  }

  /**
   * Learning from pairs: g = ½ ‖x − clean‖², θ₀ = (−5, −5), x from 0.
   *
   * @param clean of noisy's length
   */
  public static BilevelProblem learning(
      double[] noisy, double[] clean, int images, int height, int width) {
    Vectors.requireLength("clean", clean, noisy.length);
    TotalVariation lower = new TotalVariation(noisy, images, height, width);
    return new BilevelProblem(
        new SquaredDistance(clean),
        lower,
        new double[] {-5, -5},
        new double[noisy.length],
        BilevelProblem.EXPONENTS);
  }

  @Override
  public int dimension() {
    return noisy.length;
  }

  @Override
  public int parameters() {
    return 2;
  }

  /** A run of neighbouring pairs (p, p + step) for p from (included) to (excluded). */
  private interface Pairs {
    void run(int from, int to, int step);
  }

  private void forAll(Pairs pairs) {
    for (int row = 0; row < images * height; row++) {
      pairs.run(row * width, (row + 1) * width - 1, 1);
    }
    for (int image = 0; image < images; image++) {
      int from = image * height * width;
      pairs.run(from, from + (height - 1) * width, width);
    }
  }

  @Override
  public double value(double[] x, double[] theta) {
    double square = Math.exp(2 * theta[1]);
    double[] sum = {0};
    forAll(
        (from, to, step) -> {
          for (int p = from; p < to; p++) {
            double d = x[p + step] - x[p];
            sum[0] += Math.sqrt(d * d + square);
          }
        });
    double[] residual = Vectors.sum(x, -1, noisy);
    return (Vectors.dot(residual, residual) + Math.exp(theta[0]) * sum[0]) / 2;
  }

  @Override
  public void gradient(double[] x, double[] theta, double[] gradient) {
    for (int p = 0; p < x.length; p++) {
      gradient[p] = x[p] - noisy[p];
    }
    addSlopes(x, theta, 1, 0, gradient);
  }

  @Override
  public void hessianProduct(double[] x, double[] theta, double[] v, double[] product) {
    System.arraycopy(v, 0, product, 0, v.length);
    double square = Math.exp(2 * theta[1]);
    double weight = Math.exp(theta[0]) / 2 * square;
    forAll(
        (from, to, step) -> {
          for (int p = from; p < to; p++) {
            double d = x[p + step] - x[p];
            double r = d * d + square;
            double s = weight * (v[p + step] - v[p]) / (r * Math.sqrt(r));
            product[p + step] += s;
            product[p] -= s;
          }
        });
  }

  @Override
  public void mixedTransposed(double[] x, double[] theta, double[] q, double[] product) {
    double square = Math.exp(2 * theta[1]);
    double weight = Math.exp(theta[0]) / 2;
    Arrays.fill(product, 0);
    forAll(
        (from, to, step) -> {
          for (int p = from; p < to; p++) {
            double d = x[p + step] - x[p];
            double r = d * d + square;
            double slope = weight * d / Math.sqrt(r) * (q[p + step] - q[p]);
            product[0] += slope;
            product[1] -= slope * square / r;
          }
        });
  }

  @Override
  public void mixed(double[] x, double[] theta, double[] u, double[] product) {
    Arrays.fill(product, 0);
    addSlopes(x, theta, u[0], u[1], product);
  }

  /** Adds ½ w Dᵀ of (a − c ν²/(d² + ν²)) d/√(d² + ν²). */
  private void addSlopes(double[] x, double[] theta, double a, double c, double[] to) {
    double square = Math.exp(2 * theta[1]);
    double weight = Math.exp(theta[0]) / 2;
    forAll(
        (from, end, step) -> {
          for (int p = from; p < end; p++) {
            double d = x[p + step] - x[p];
            double r = d * d + square;
            double s = weight * (a - c * square / r) * d / Math.sqrt(r);
            to[p + step] += s;
            to[p] -= s;
          }
        });
  }

  @Override
  public double strongConvexity(double[] theta) {
    return 1;
  }

  /** 1 + 4 w/ν: the difference operator of a plane grid has ‖D‖² ≤ 8, and φ'' ≤ 1/ν. */
  @Override
  public double smoothness(double[] theta) {
    return 1 + 4 * Math.exp(theta[0] - theta[1]);
  }

  @Override
  public OptionalDouble mixedNorm(double[] x, double[] theta) {
    double[][] columns = new double[2][x.length];
    mixed(x, theta, new double[] {1, 0}, columns[0]);
    mixed(x, theta, new double[] {0, 1}, columns[1]);
    return OptionalDouble.of(BoundEstimator.spectralNorm(columns));
  }

  @Override
  public OptionalDouble mixedLipschitz(double[] theta) {
    return OptionalDouble.of(4 * Math.sqrt(2) * Math.exp(theta[0] - theta[1]));
  }

  /** From |φ'''| ≤ 0.859/ν² and |Δd| ≤ √2 ‖Δx‖. */
  @Override
  public OptionalDouble inverseLipschitz(double[] theta) {
    return OptionalDouble.of(4.86 * Math.exp(theta[0] - 2 * theta[1]));
  }
}
