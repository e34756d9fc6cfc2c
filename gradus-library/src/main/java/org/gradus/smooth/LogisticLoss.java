package org.gradus.smooth;

import org.gradus.core.Check;

/**
 * ℓᵢ(m) = log(1 + exp(−yᵢ m)).
 *
 * @param labels y, each −1 or +1
 */
public record LogisticLoss(double[] labels) implements MarginLoss {
  /** Validates and copies. */
  public LogisticLoss {
    labels = labels.clone();
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] != 1 && labels[i] != -1) {
        throw Check.invalid("labels[" + i + "]", labels[i], "-1 or +1");
      }
    }
  }

  /** log(1 + exp(−t)), without overflow. */
  public static double loss(double t) {
    return t >= 0 ? Math.log1p(Math.exp(-t)) : Math.log1p(Math.exp(t)) - t;
  }

  /** 1 / (1 + exp(t)), without overflow. */
  public static double complement(double t) {
    if (t >= 0) {
      double e = Math.exp(-t);
      return e / (1 + e);
    }
    return 1 / (1 + Math.exp(t));
  }

  @Override
  public int examples() {
    return labels.length;
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public double value(double[] margins) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      sum += loss(labels[i] * margins[i]);
    }
    return sum;
  }

  @Override
  public double slopes(double[] margins, double[] slopes) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      double t = labels[i] * margins[i];
      double e = Math.exp(-Math.abs(t));
      sum += Math.log1p(e) + Math.max(-t, 0);
      slopes[i] = -labels[i] * (t >= 0 ? e : 1) / (1 + e);
    }
    return sum;
  }

  @Override
  public void curvatures(double[] margins, double[] curvatures) {
    for (int i = 0; i < labels.length; i++) {
      double e = Math.exp(-Math.abs(margins[i]));
      curvatures[i] = e / ((1 + e) * (1 + e));
    }
  }

  @Override
  public double bound(int c, int d, int outputsInvolved) {
    return 0.25;
  }
}
