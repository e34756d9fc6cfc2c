package org.gradus.bilevel;

import java.util.Arrays;
import java.util.Objects;
import org.gradus.core.Check;

/**
 * Minimise f(θ) = g(x̂(θ), θ) where x̂(θ) = argminₓ h(x, θ).
 *
 * @param upper g
 * @param lower h
 * @param theta θ₀, finite, of h's number of parameters; copied
 * @param x where the first lower-level solve starts, finite, of h's dimension; copied
 * @param bound every θᵢ is kept in [−bound, bound]: {@link #EXPONENTS} where parameters are
 *     exponents, which would overflow, infinite for none
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in; compared by nobody
public record BilevelProblem(
    UpperLoss upper, LowerProblem lower, double[] theta, double[] x, double bound) {
  /** The bound for parameters that are natural logarithms. */
  public static final double EXPONENTS = 30;

  /** Validates and copies. */
  public BilevelProblem {
    Objects.requireNonNull(upper, "upper");
    Vectors.requireLength("theta", theta, lower.parameters());
    Vectors.requireLength("x", x, lower.dimension());
    if (!(bound > 0)) {
      throw Check.invalid("bound", bound, "> 0");
    }
    theta = Vectors.finite("theta", theta);
    for (int i = 0; i < theta.length; i++) {
      Check.between("theta[" + i + "]", theta[i], -bound, bound);
    }
    x = Vectors.finite("x", x);
    double convexity = lower.strongConvexity(theta.clone());
    if (!(convexity > 0)) {
      throw Check.invalid("strongConvexity", convexity, "> 0: the lower level must be so");
    }
    double smoothness = lower.smoothness(theta.clone());
    if (!(smoothness >= convexity)) {
      throw Check.invalid("smoothness", smoothness, ">= strongConvexity = " + convexity);
    }
  }

  /** Without a bound on θ, x from 0. */
  public static BilevelProblem of(UpperLoss upper, LowerProblem lower, double[] theta) {
    return new BilevelProblem(
        upper, lower, theta, new double[lower.dimension()], Double.POSITIVE_INFINITY);
  }

  /** The same from another point: a warm start. */
  public BilevelProblem from(double[] otherTheta, double[] otherX) {
    return new BilevelProblem(upper, lower, otherTheta, otherX, bound);
  }

  @Override
  public double[] theta() {
    return theta.clone();
  }

  @Override
  public double[] x() {
    return x.clone();
  }

  /** θ − step z, kept within the bound. */
  double[] moved(double[] from, double step, double[] z) {
    return Arrays.stream(Vectors.sum(from, -step, z))
        .map(value -> Math.max(-bound, Math.min(bound, value)))
        .toArray();
  }

  /** Whether a parameter lies at the bound. */
  boolean atBound(double[] point) {
    return Arrays.stream(point).anyMatch(value -> Math.abs(value) == bound);
  }
}
