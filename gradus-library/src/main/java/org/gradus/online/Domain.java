package org.gradus.online;

/** A bounded closed convex set with its Euclidean projection. */
public interface Domain {
  /** The number of coordinates d, at least 1. */
  int dimension();

  /** D, the largest distance between two of its points. */
  double diameter();

  /** A point in the middle, where players begin unless told otherwise; a new array. */
  double[] centre();

  /**
   * Replaces a point by the nearest one of the set.
   *
   * @param x length d, finite; changed in place
   */
  void project(double[] x);
}
