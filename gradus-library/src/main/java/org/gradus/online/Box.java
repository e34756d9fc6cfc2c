package org.gradus.online;

import org.gradus.core.Check;

/**
 * Coordinates between bounds: lowᵢ ≤ xᵢ ≤ highᵢ.
 *
 * @param low least values
 * @param high largest values, none below its least one, some above
 */
public record Box(double[] low, double[] high) implements Domain {
  /** Checks and copies. */
  public Box {
    low = Vectors.finite("low", low);
    high = Vectors.finite("high", high);
    if (low.length != high.length) {
      throw Check.invalid("the length of high", high.length, low.length + " as of low");
    }
    for (int i = 0; i < low.length; i++) {
      if (low[i] > high[i]) {
        throw Check.invalid("high[" + i + "]", high[i], "at least low[" + i + "] = " + low[i]);
      }
    }
    Check.positive("the largest of high - low", Vectors.distance(low, high));
  }

  @Override
  public double[] low() {
    return low.clone();
  }

  @Override
  public double[] high() {
    return high.clone();
  }

  @Override
  public int dimension() {
    return low.length;
  }

  @Override
  public double diameter() {
    return Vectors.distance(low, high);
  }

  @Override
  public double[] centre() {
    double[] centre = new double[low.length];
    for (int i = 0; i < centre.length; i++) {
      centre[i] = low[i] + (high[i] - low[i]) / 2;
    }
    return centre;
  }

  @Override
  public void project(double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.max(low[i], Math.min(high[i], x[i]));
    }
  }
}
