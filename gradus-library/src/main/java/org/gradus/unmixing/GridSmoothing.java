package org.gradus.unmixing;

/**
 * Solves (I + μ Δ) x = b on a pixel grid, Δ the graph Laplacian of the four neighbours, by
 * conjugate gradients to 10⁻¹² relative. The solution stays between the least and the largest entry
 * of b.
 */
final class GridSmoothing {
  private static final double TOLERANCE = 1e-12;

  private final int lines;
  private final int samples;
  private final double mu;

  GridSmoothing(int lines, int samples, double mu) {
    this.lines = lines;
    this.samples = samples;
    this.mu = mu;
  }

  double[] apply(double[] b) {
    double[] x = b.clone();
    double[] residual = new double[b.length];
    double[] image = new double[b.length];
    multiply(x, image);
    for (int i = 0; i < b.length; i++) {
      residual[i] = b[i] - image[i];
    }
    double[] direction = residual.clone();
    double square = dot(residual, residual);
    double target = TOLERANCE * TOLERANCE * dot(b, b);
    for (int round = 0; round < b.length && square > target; round++) {
      multiply(direction, image);
      double step = square / dot(direction, image);
      for (int i = 0; i < b.length; i++) {
        x[i] += step * direction[i];
        residual[i] -= step * image[i];
      }
      double next = dot(residual, residual);
      for (int i = 0; i < b.length; i++) {
        direction[i] = residual[i] + next / square * direction[i];
      }
      square = next;
    }
    return x;
  }

  /** out ← (I + μ Δ) x. */
  private void multiply(double[] x, double[] out) {
    for (int i = 0; i < lines; i++) {
      for (int j = 0; j < samples; j++) {
        int at = i * samples + j;
        double sum = 0;
        sum += i > 0 ? x[at] - x[at - samples] : 0;
        sum += i < lines - 1 ? x[at] - x[at + samples] : 0;
        sum += j > 0 ? x[at] - x[at - 1] : 0;
        sum += j < samples - 1 ? x[at] - x[at + 1] : 0;
        out[at] = x[at] + mu * sum;
      }
    }
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
