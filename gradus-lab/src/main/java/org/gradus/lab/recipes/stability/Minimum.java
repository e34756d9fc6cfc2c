package org.gradus.lab.recipes.stability;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.gradus.curvature.stability.CapacityNorms;
import org.gradus.curvature.stability.GaussNewtonSharpness;

/**
 * Where a run ended.
 *
 * @param loss training loss; NaN if it diverged
 * @param trace tr G
 * @param largest λ_max(G)
 * @param norm l1 norm, or path norm
 * @param balance of a diagonal network's layers; NaN otherwise
 * @param testError expected squared error
 */
record Minimum(
    double loss, double trace, double largest, double norm, double balance, double testError) {
  private static final Minimum DIVERGED =
      new Minimum(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  static Minimum of(DiagonalNet net, double loss) {
    return Double.isNaN(loss)
        ? DIVERGED
        : of(
            loss,
            net.jacobian(),
            CapacityNorms.l1(net.a, net.b),
            CapacityNorms.balance(net.a, net.b),
            net.testError());
  }

  static Minimum of(ReluNet net, double loss) {
    return Double.isNaN(loss)
        ? DIVERGED
        : of(loss, net.jacobian(), net.pathNorm(), Double.NaN, net.testError());
  }

  private static Minimum of(
      double loss, Tensor jacobian, double norm, double balance, double testError) {
    try (PointerScope scope = new PointerScope()) {
      GaussNewtonSharpness sharpness = GaussNewtonSharpness.exact(jacobian, jacobian.size(0));
      return new Minimum(
          loss, sharpness.trace().value(), sharpness.largest().value(), norm, balance, testError);
    }
  }

  boolean reached(double tolerance) {
    return loss <= tolerance;
  }
}
