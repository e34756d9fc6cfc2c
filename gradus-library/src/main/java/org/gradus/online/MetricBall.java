package org.gradus.online;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Check;
import org.gradus.core.Tensors;

/**
 * The projection onto a ball in the norm of a matrix: the y in the ball with least (y − x)ᵀ H (y −
 * x).
 *
 * <p>Outside the ball it is y − c = (H + μ I)⁻¹ H (x − c) with the μ &gt; 0 that makes |y − c| = R,
 * found by bisection in the eigenbasis of H: O(d³) for that, O(d) a bisection.
 */
public final class MetricBall {
  private static final int HALVINGS = 200;

  private MetricBall() {}

  /**
   * Projects.
   *
   * @param ball the set
   * @param metric H, row-major [d, d], symmetric and positive definite
   * @param x length d; changed in place
   */
  public static void project(Ball ball, double[] metric, double[] x) {
    int d = ball.dimension();
    if (x.length != d || metric.length != d * d) {
      throw Check.invalid(
          "the lengths of x and the metric",
          x.length + " and " + metric.length,
          d + " and " + d * d);
    }
    double[] centre = ball.centre();
    if (Vectors.distance(x, centre) <= ball.radius()) {
      return;
    }
    double[] offset = x.clone();
    Vectors.add(offset, -1, centre);
    double[] inside = onto(ball.radius(), metric, offset);
    for (int i = 0; i < d; i++) {
      x[i] = centre[i] + inside[i];
    }
  }

  private static double[] onto(double radius, double[] metric, double[] offset) {
    int d = offset.length;
    try (PointerScope scope = new PointerScope()) {
      T_TensorTensor_T pair = torch.linalg_eigh(Tensors.matrix(metric, d, d));
      Tensor basis = pair.get1();
      double[] eigenvalues = Tensors.doubles(pair.get0());
      double[] weights = Tensors.doubles(basis.t().mm(Tensors.matrix(offset, d, 1)));
      double mu = multiplier(radius, eigenvalues, weights);
      for (int i = 0; i < d; i++) {
        weights[i] *= eigenvalues[i] / (eigenvalues[i] + mu);
      }
      return Tensors.doubles(basis.mm(Tensors.matrix(weights, d, 1)));
    }
  }

  /** The μ of length R: lengths fall with μ, and at λ_max (|x|/R − 1) they are at most R. */
  private static double multiplier(double radius, double[] eigenvalues, double[] weights) {
    double high = 0;
    for (double eigenvalue : eigenvalues) {
      high = Math.max(high, eigenvalue);
    }
    high *= Math.sqrt(Vectors.dot(weights, weights)) / radius - 1;
    double low = 0;
    for (int i = 0; i < HALVINGS && low < high; i++) {
      double middle = low + (high - low) / 2;
      if (middle == low || middle == high) {
        break;
      }
      if (length(middle, eigenvalues, weights) > radius) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static double length(double mu, double[] eigenvalues, double[] weights) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double entry = weights[i] * eigenvalues[i] / (eigenvalues[i] + mu);
      sum += entry * entry;
    }
    return Math.sqrt(sum);
  }
}
