package org.gradus.bilevel;

import java.util.OptionalDouble;

/**
 * g(x) = ½ ‖x − t‖², L_g = 1.
 *
 * @param target t, finite; copied
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in; compared by nobody
public record SquaredDistance(double[] target) implements UpperLoss {
  /** Validates and copies. */
  public SquaredDistance {
    target = Vectors.finite("target", target);
  }

  @Override
  public double[] target() {
    return target.clone();
  }

  @Override
  public double gradient(double[] x, double[] theta, double[] gradient) {
    for (int i = 0; i < x.length; i++) {
      gradient[i] = x[i] - target[i];
    }
    return 0.5 * Vectors.dot(gradient, gradient);
  }

  @Override
  public OptionalDouble smoothness() {
    return OptionalDouble.of(1);
  }
}
