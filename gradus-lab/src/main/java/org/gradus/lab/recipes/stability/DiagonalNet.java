package org.gradus.lab.recipes.stability;

import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/**
 * A diagonal linear network f = ⟨a ∘ b, x⟩ on data y = ⟨β*, x⟩, β* = (1, 1, 1, 0, …), inputs
 * uniform in [−1, 1].
 */
final class DiagonalNet implements Descent.Net {
  /** The variance of a uniform number in [−1, 1]. */
  private static final double VARIANCE = 1.0 / 3;

  private static final int ONES = 3;

  private final double[][] x;
  private final double[] y;
  final double[] a;
  final double[] b;
  private final double[] gradientA;
  private final double[] gradientB;

  private DiagonalNet(double[][] x, double[] y, double[] a, double[] b) {
    this.x = x;
    this.y = y;
    this.a = a;
    this.b = b;
    gradientA = new double[a.length];
    gradientB = new double[b.length];
  }

  /** Data and standard normal weights of a seed. */
  static DiagonalNet draw(int dimension, int examples, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] x = new double[examples][];
    double[] y = new double[examples];
    for (int i = 0; i < examples; i++) {
      x[i] = random.doubles(dimension, -1, 1).toArray();
      y[i] = x[i][0] + x[i][1] + x[i][2];
    }
    double[] a = new double[dimension];
    double[] b = new double[dimension];
    for (int k = 0; k < dimension; k++) {
      a[k] = random.nextGaussian();
      b[k] = random.nextGaussian();
    }
    return new DiagonalNet(x, y, a, b);
  }

  /** The same with |a| and |b| in one ratio, so that the balance is as given; a ∘ b stays. */
  DiagonalNet balanced(double balance) {
    double c = Math.sqrt(balance + Math.sqrt(balance * balance - 1));
    for (int k = 0; k < a.length; k++) {
      double product = a[k] * b[k];
      a[k] = c * Math.sqrt(Math.abs(product));
      b[k] = Math.signum(product) * Math.sqrt(Math.abs(product)) / c;
    }
    return this;
  }

  /** A copy of the weights, on the same data. */
  DiagonalNet copy() {
    return new DiagonalNet(x, y, a.clone(), b.clone());
  }

  /** Adds Gaussian noise to every weight. */
  void perturb(double deviation, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int k = 0; k < a.length; k++) {
      a[k] += deviation * random.nextGaussian();
      b[k] += deviation * random.nextGaussian();
    }
  }

  @Override
  public int examples() {
    return y.length;
  }

  @Override
  public double add(int i) {
    double[] row = x[i];
    double r = residual(i);
    for (int k = 0; k < row.length; k++) {
      gradientA[k] += r * b[k] * row[k];
      gradientB[k] += r * a[k] * row[k];
    }
    return r * r;
  }

  /** ⟨a ∘ b, x⟩ − y, in four sums that can run at once. */
  private double residual(int i) {
    double[] row = x[i];
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k + 3 < row.length; k += 4) {
      s0 += a[k] * b[k] * row[k];
      s1 += a[k + 1] * b[k + 1] * row[k + 1];
      s2 += a[k + 2] * b[k + 2] * row[k + 2];
      s3 += a[k + 3] * b[k + 3] * row[k + 3];
    }
    for (; k < row.length; k++) {
      s0 += a[k] * b[k] * row[k];
    }
    return s0 + s1 + s2 + s3 - y[i];
  }

  @Override
  public double squaredResidual(int i) {
    double r = residual(i);
    return r * r;
  }

  @Override
  public void step(double rate, int added, double clip) {
    double norm = 0;
    for (int k = 0; k < a.length; k++) {
      norm += gradientA[k] * gradientA[k] + gradientB[k] * gradientB[k];
    }
    norm = Math.sqrt(norm) / added;
    double factor = rate / added * (norm > clip ? clip / norm : 1);
    for (int k = 0; k < a.length; k++) {
      a[k] -= factor * gradientA[k];
      b[k] -= factor * gradientB[k];
      gradientA[k] = 0;
      gradientB[k] = 0;
    }
  }

  /** The gradients of the outputs, one row an example: (b ∘ x, a ∘ x). */
  Tensor jacobian() {
    int d = a.length;
    double[] rows = new double[x.length * 2 * d];
    for (int i = 0; i < x.length; i++) {
      for (int k = 0; k < d; k++) {
        rows[2 * i * d + k] = b[k] * x[i][k];
        rows[(2 * i + 1) * d + k] = a[k] * x[i][k];
      }
    }
    return Tensor.create(rows).view(x.length, 2L * d);
  }

  /** The expected squared error on new inputs, s² ‖a ∘ b − β*‖². */
  double testError() {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      double off = a[k] * b[k] - (k < ONES ? 1 : 0);
      sum += off * off;
    }
    return VARIANCE * sum;
  }
}
