package org.gradus.convexnet;

import org.gradus.core.Check;

/**
 * The loss l(ŷ, y) over n samples, with what duality needs of it.
 *
 * <p>Each is a sum over samples; the hinge is their mean.
 */
public enum ReluLoss {
  /** ½ ‖ŷ − y‖², real targets. */
  SQUARED {
    @Override
    public double value(double z, double y, int samples) {
      return 0.5 * (z - y) * (z - y);
    }

    @Override
    public double derivative(double z, double y, int samples) {
      return z - y;
    }

    @Override
    public double curvature(double z, double y) {
      return 1;
    }

    @Override
    double dualValue(double nu, double y, int samples) {
      return nu * y - 0.5 * nu * nu;
    }

    @Override
    boolean allows(double target) {
      return true;
    }

    @Override
    public double sign(double target) {
      throw new UnsupportedOperationException("the squared loss has no classes");
    }
  },

  /** Cross-entropy Σ −2 y ŷ + log(1 + e^{2ŷ}), targets 0 or 1; the factor 2 is the paper's. */
  CROSS_ENTROPY {
    @Override
    public double value(double z, double y, int samples) {
      return Math.max(2 * z, 0) + Math.log1p(Math.exp(-Math.abs(2 * z))) - 2 * y * z;
    }

    @Override
    public double derivative(double z, double y, int samples) {
      return 2 * (probability(z) - y);
    }

    @Override
    public double curvature(double z, double y) {
      double p = probability(z);
      return 4 * p * (1 - p);
    }

    private double probability(double z) {
      return 1 / (1 + Math.exp(-2 * z));
    }

    @Override
    double dualValue(double nu, double y, int samples) {
      double p = y - nu / 2;
      return p < 0 || p > 1 ? Double.NEGATIVE_INFINITY : -entropyTerm(p) - entropyTerm(1 - p);
    }

    private double entropyTerm(double p) {
      return p == 0 ? 0 : p * Math.log(p);
    }

    @Override
    boolean allows(double target) {
      return target == 0 || target == 1;
    }

    @Override
    public double sign(double target) {
      return 2 * target - 1;
    }
  },

  /** (1/n) Σ (1 − y ŷ)₊, targets −1 or 1; its derivative at the kink is taken as 0. */
  HINGE {
    @Override
    public double value(double z, double y, int samples) {
      return Math.max(0, 1 - y * z) / samples;
    }

    @Override
    public double derivative(double z, double y, int samples) {
      return y * z < 1 ? -y / samples : 0;
    }

    @Override
    public double curvature(double z, double y) {
      return 0;
    }

    @Override
    double dualValue(double nu, double y, int samples) {
      double a = nu * y;
      // The solver's box holds to rounding only.
      return a < 0 || a > (1 + 1e-12) / samples ? Double.NEGATIVE_INFINITY : a;
    }

    @Override
    boolean allows(double target) {
      return target == -1 || target == 1;
    }

    @Override
    public double sign(double target) {
      return target;
    }
  };

  /** One sample's part of the loss, of {@code samples} in all. */
  public abstract double value(double z, double y, int samples);

  /** Its derivative by z. */
  public abstract double derivative(double z, double y, int samples);

  /** Its second derivative by z. */
  public abstract double curvature(double z, double y);

  /** min over z of l(z) + ν z, one sample's part; −∞ outside the dual's domain. */
  abstract double dualValue(double nu, double y, int samples);

  abstract boolean allows(double target);

  /**
   * −1 or 1, the class of a target.
   *
   * @throws UnsupportedOperationException for the squared loss
   */
  public abstract double sign(double target);

  /** l(ŷ, y). */
  public double value(double[] fitted, double[] targets) {
    double sum = 0;
    for (int k = 0; k < fitted.length; k++) {
      sum += value(fitted[k], targets[k], fitted.length);
    }
    return sum;
  }

  /** l′(ŷ, y), entry by entry. */
  public double[] derivative(double[] fitted, double[] targets) {
    double[] derivative = new double[fitted.length];
    for (int k = 0; k < fitted.length; k++) {
      derivative[k] = derivative(fitted[k], targets[k], fitted.length);
    }
    return derivative;
  }

  void require(double[] targets) {
    for (int k = 0; k < targets.length; k++) {
      if (!Double.isFinite(targets[k])) {
        throw Check.invalid("target " + k, targets[k], "a finite number");
      }
      if (!allows(targets[k])) {
        String allowed = this == HINGE ? "-1 or 1" : "0 or 1";
        throw Check.invalid("target " + k, targets[k], allowed + " for the loss " + this);
      }
    }
  }
}
