package org.gradus.bilevel;

import java.util.OptionalDouble;

/** The upper level g, a smooth function of x and, if it likes, of θ. */
public interface UpperLoss {
  /**
   * g(x, θ).
   *
   * @param gradient overwritten with ∂g/∂x
   */
  double gradient(double[] x, double[] theta, double[] gradient);

  /** Adds ∂g/∂θ to a vector of θ's length; nothing by default: g then depends on x only. */
  default void addParameterGradient(double[] x, double[] theta, double[] gradient) {}

  /** A Lipschitz constant of ∂g/∂θ in x; 0 by default, as {@link #addParameterGradient}. */
  default double parameterSmoothness() {
    return 0;
  }

  /** L_g: a Lipschitz constant of ∂g/∂x in x; estimated where it is empty. */
  default OptionalDouble smoothness() {
    return OptionalDouble.empty();
  }

  /** Whether g is convex in x, which makes lower bounds of f tighter. */
  default boolean convex() {
    return true;
  }
}
