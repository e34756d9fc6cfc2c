package org.gradus.schedule;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Scalars;

/** By which norm gradients are measured. */
public enum GradientNorm {
  /** Σ|gᵢ|: for methods that scale each coordinate, such as Adam. */
  L1(1),
  /** √Σgᵢ²: for methods that follow the gradient, such as SGD. */
  L2(2);

  private final double power;

  GradientNorm(double power) {
    this.power = power;
  }

  /** The norm of a vector. */
  public double of(Tensor vector) {
    try (PointerScope scope = new PointerScope()) {
      return vector.norm(Scalars.of(power)).item_double();
    }
  }
}
