package org.gradus.constrained;

import org.gradus.core.Check;

/**
 * A number with its gradient and Hessian in n variables: forward differentiation to second order.
 *
 * <p>Derivatives are exact up to rounding. An operation costs O(n²) in time and memory.
 */
public final class Jet {
  private final double value;
  private final double[] gradient;
  private final double[] hessian;

  private Jet(double value, double[] gradient, double[] hessian) {
    this.value = value;
    this.gradient = gradient;
    this.hessian = hessian;
  }

  /** The n variables at x. */
  public static Jet[] variables(double[] x) {
    int n = Check.atLeast("variables", x.length, 1);
    Jet[] jets = new Jet[n];
    for (int i = 0; i < n; i++) {
      jets[i] = new Jet(x[i], new double[n], new double[n * n]);
      jets[i].gradient[i] = 1;
    }
    return jets;
  }

  /** The number itself. */
  public double value() {
    return value;
  }

  /** Its gradient, length n. */
  public double[] gradient() {
    return gradient.clone();
  }

  /** Its Hessian, [n, n] row-major. */
  public double[] hessian() {
    return hessian.clone();
  }

  /** this + other. */
  public Jet plus(Jet other) {
    return combined(value + other.value, 1, other, 1);
  }

  /** this − other. */
  public Jet minus(Jet other) {
    return combined(value - other.value, 1, other, -1);
  }

  /** this + constant. */
  public Jet plus(double constant) {
    return new Jet(value + constant, gradient, hessian);
  }

  /** factor · this. */
  public Jet times(double factor) {
    return combined(factor * value, factor, this, 0);
  }

  /** this · other. */
  public Jet times(Jet other) {
    Jet product = combined(value * other.value, other.value, other, value);
    int n = gradient.length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        product.hessian[i * n + j] +=
            gradient[i] * other.gradient[j] + other.gradient[i] * gradient[j];
      }
    }
    return product;
  }

  /** this², this³, …: a whole power of at least 1. */
  public Jet power(int exponent) {
    Check.atLeast("exponent", exponent, 1);
    double second = exponent == 1 ? 0 : exponent * (exponent - 1) * Math.pow(value, exponent - 2);
    return composed(Math.pow(value, exponent), exponent * Math.pow(value, exponent - 1), second);
  }

  /** sin(this). */
  public Jet sin() {
    double sine = Math.sin(value);
    return composed(sine, Math.cos(value), -sine);
  }

  /** eᵗʰⁱˢ. */
  public Jet exp() {
    double power = Math.exp(value);
    return composed(power, power, power);
  }

  /** The natural logarithm; NaN where this is negative. */
  public Jet log() {
    return composed(Math.log(value), 1 / value, -1 / (value * value));
  }

  /** g(this), given g, g′ and g″ there. */
  public Jet composed(double g, double first, double second) {
    Jet result = combined(g, first, this, 0);
    int n = gradient.length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        result.hessian[i * n + j] += second * gradient[i] * gradient[j];
      }
    }
    return result;
  }

  /** A value whose derivatives are a · this + b · other's. */
  private Jet combined(double result, double a, Jet other, double b) {
    return new Jet(
        result,
        Vectors.sum(a, gradient, b, other.gradient),
        Vectors.sum(a, hessian, b, other.hessian));
  }
}
