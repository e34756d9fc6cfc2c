package org.gradus.lab.recipes.stability;

import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.gradus.curvature.stability.CapacityNorms;

/**
 * A student f = Σ aⱼ relu(wⱼᵀx) that learns a teacher of unit neurons, inputs uniform on the sphere
 * of radius √d.
 */
final class ReluNet implements Descent.Net {
  private static final int TEST = 1000;

  private final int d;
  private final double[][] x;
  private final double[] y;
  private final double[][] testX;
  private final double[] testY;
  private final double[] a;
  private final double[][] w;
  private final double[] gradientA;
  private final double[][] gradientW;
  private final double[] active;

  /** Data, teacher and student of a seed: a ~ N(0, 1), w ~ N(0, I/d). */
  ReluNet(int d, int neurons, int examples, int teachers, long seed) {
    this.d = d;
    SplittableRandom random = new SplittableRandom(seed);
    double[][] teacher = sphere(random, teachers, d, 1);
    x = sphere(random, examples, d, Math.sqrt(d));
    y = outputs(teacher, x);
    testX = sphere(random, TEST, d, Math.sqrt(d));
    testY = outputs(teacher, testX);
    a = new double[neurons];
    w = new double[neurons][d];
    for (int j = 0; j < neurons; j++) {
      a[j] = random.nextGaussian();
      for (int k = 0; k < d; k++) {
        w[j][k] = random.nextGaussian() / Math.sqrt(d);
      }
    }
    gradientA = new double[neurons];
    gradientW = new double[neurons][d];
    active = new double[neurons];
  }

  private static double[][] sphere(SplittableRandom random, int count, int d, double radius) {
    double[][] points = new double[count][d];
    for (double[] point : points) {
      double squares = 0;
      for (int k = 0; k < d; k++) {
        point[k] = random.nextGaussian();
        squares += point[k] * point[k];
      }
      for (int k = 0; k < d; k++) {
        point[k] *= radius / Math.sqrt(squares);
      }
    }
    return points;
  }

  private static double[] outputs(double[][] teacher, double[][] inputs) {
    double[] y = new double[inputs.length];
    for (int i = 0; i < y.length; i++) {
      for (double[] neuron : teacher) {
        y[i] += Math.max(0, dot(neuron, inputs[i]));
      }
    }
    return y;
  }

  private static double dot(double[] u, double[] v) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k + 3 < u.length; k += 4) {
      s0 += u[k] * v[k];
      s1 += u[k + 1] * v[k + 1];
      s2 += u[k + 2] * v[k + 2];
      s3 += u[k + 3] * v[k + 3];
    }
    for (; k < u.length; k++) {
      s0 += u[k] * v[k];
    }
    return s0 + s1 + s2 + s3;
  }

  private double output(double[] input) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      active[j] = Math.max(0, dot(w[j], input));
      sum += a[j] * active[j];
    }
    return sum;
  }

  @Override
  public int examples() {
    return y.length;
  }

  @Override
  public double add(int i) {
    double[] input = x[i];
    double r = output(input) - y[i];
    for (int j = 0; j < a.length; j++) {
      if (active[j] > 0) {
        gradientA[j] += r * active[j];
        double[] row = gradientW[j];
        double factor = r * a[j];
        for (int k = 0; k < d; k++) {
          row[k] += factor * input[k];
        }
      }
    }
    return r * r;
  }

  @Override
  public double squaredResidual(int i) {
    double r = output(x[i]) - y[i];
    return r * r;
  }

  @Override
  public void step(double rate, int added, double clip) {
    double squares = dot(gradientA, gradientA);
    for (double[] row : gradientW) {
      squares += dot(row, row);
    }
    double norm = Math.sqrt(squares) / added;
    double factor = rate / added * (norm > clip ? clip / norm : 1);
    for (int j = 0; j < a.length; j++) {
      a[j] -= factor * gradientA[j];
      gradientA[j] = 0;
      double[] weights = w[j];
      double[] row = gradientW[j];
      for (int k = 0; k < d; k++) {
        weights[k] -= factor * row[k];
        row[k] = 0;
      }
    }
  }

  /** The gradients of the outputs, one row an example: all of w, then a. */
  Tensor jacobian() {
    int m = a.length;
    int width = m * d + m;
    double[] rows = new double[x.length * width];
    for (int i = 0; i < x.length; i++) {
      output(x[i]);
      for (int j = 0; j < m; j++) {
        for (int k = 0; k < d && active[j] > 0; k++) {
          rows[i * width + j * d + k] = a[j] * x[i][k];
        }
        rows[i * width + m * d + j] = active[j];
      }
    }
    return Tensor.create(rows).view(x.length, width);
  }

  double pathNorm() {
    double[] flat = new double[a.length * d];
    for (int j = 0; j < a.length; j++) {
      System.arraycopy(w[j], 0, flat, j * d, d);
    }
    return CapacityNorms.path(Tensor.create(a), Tensor.create(flat).view(a.length, d));
  }

  double testError() {
    double sum = 0;
    for (int i = 0; i < TEST; i++) {
      double r = output(testX[i]) - testY[i];
      sum += r * r;
    }
    return sum / TEST;
  }
}
