package org.gradus.curvature.stability;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Tensors;

/**
 * Norms of small networks that the trace of G bounds, so that stable minima have little capacity.
 *
 * <ul>
 *   <li>Two layers of ReLU, f = Σ aⱼ relu(wⱼᵀx), inputs uniform on the sphere of radius √d: tr G ≥
 *       √d Σ |aⱼ| ‖wⱼ‖.
 *   <li>Diagonal linear network, f = ⟨a ∘ b, x⟩, independent inputs of variance s²: tr G = s² Σ
 *       (aⱼ² + bⱼ²) ≥ 2 s² ‖a ∘ b‖₁.
 * </ul>
 */
public final class CapacityNorms {
  private CapacityNorms() {}

  /**
   * The path norm Σ |aⱼ| ‖wⱼ‖₂.
   *
   * @param a of shape [m]
   * @param w of shape [m, d], one neuron a row
   */
  public static double path(Tensor a, Tensor w) {
    if (a.dim() != 1 || w.dim() != 2 || a.size(0) != w.size(0)) {
      throw new IllegalArgumentException(
          "outer weights (%s) and inner weights (%s) must be of shapes [m] and [m, d]"
              .formatted(Tensors.describe(a), Tensors.describe(w)));
    }
    try (PointerScope scope = new PointerScope()) {
      Tensor lengths = w.to(ScalarType.Double).square().sum(1).sqrt();
      return a.to(ScalarType.Double).abs().dot(lengths).item_double();
    }
  }

  /** ‖a ∘ b‖₁. */
  public static double l1(double[] a, double[] b) {
    requireAlike(a, b);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] * b[i]);
    }
    return sum;
  }

  /** Σ (a² + b²)/(2 Σ |a b|) ≥ 1, and 1 where |a| = |b|. */
  public static double balance(double[] a, double[] b) {
    requireAlike(a, b);
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      squares += a[i] * a[i] + b[i] * b[i];
    }
    return squares / (2 * l1(a, b));
  }

  private static void requireAlike(double[] a, double[] b) {
    if (a.length != b.length || a.length == 0) {
      throw Check.invalid("lengths of a and b", a.length + " and " + b.length, "alike and > 0");
    }
  }
}
