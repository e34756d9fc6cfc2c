package org.gradus.online;

import java.util.Arrays;
import org.gradus.core.Check;

/**
 * Probability vectors: xᵢ ≥ 0, Σ xᵢ = 1. The projection subtracts one number from all coordinates
 * and cuts at 0; the number is found from the sorted coordinates (Held, Wolfe, Crowder 1974), O(d
 * log d).
 *
 * @param dimension d, at least 2
 */
public record Simplex(int dimension) implements Domain {
  /** Checks the range. */
  public Simplex {
    Check.atLeast("dimension", dimension, 2);
  }

  @Override
  public double diameter() {
    return Math.sqrt(2);
  }

  @Override
  public double[] centre() {
    double[] centre = new double[dimension];
    Arrays.fill(centre, 1.0 / dimension);
    return centre;
  }

  @Override
  public void project(double[] x) {
    double[] sorted = x.clone();
    Arrays.sort(sorted);
    double sum = 0;
    double shift = 0;
    for (int kept = 1; kept <= sorted.length; kept++) {
      double value = sorted[sorted.length - kept];
      sum += value;
      double candidate = (sum - 1) / kept;
      if (value > candidate) {
        shift = candidate;
      }
    }
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.max(0, x[i] - shift);
    }
  }
}
