package org.gradus.online;

import org.gradus.core.Check;

/**
 * The Euclidean ball |x − c| ≤ R.
 *
 * @param centre c
 * @param radius R &gt; 0
 */
public record Ball(double[] centre, double radius) implements Domain {
  /** Checks and copies. */
  public Ball {
    centre = Vectors.finite("centre", centre);
    Check.positive("radius", radius);
  }

  /** The ball about 0. */
  public static Ball ofRadius(int dimension, double radius) {
    return new Ball(new double[Check.atLeast("dimension", dimension, 1)], radius);
  }

  @Override
  public int dimension() {
    return centre.length;
  }

  @Override
  public double diameter() {
    return 2 * radius;
  }

  @Override
  public double[] centre() {
    return centre.clone();
  }

  @Override
  public void project(double[] x) {
    double square = 0;
    for (int i = 0; i < x.length; i++) {
      square += (x[i] - centre[i]) * (x[i] - centre[i]);
    }
    if (square <= radius * radius) {
      return;
    }
    double scale = radius / Math.sqrt(square);
    for (int i = 0; i < x.length; i++) {
      x[i] = centre[i] + scale * (x[i] - centre[i]);
    }
  }
}
