package org.gradus.smooth.coordinate;

/**
 * An iterate: x and whatever makes partial derivatives there cheap (residuals, margins, a gradient
 * kept up to date).
 */
public interface BlockState {
  /** The iterate itself: read it, never write to it. */
  double[] x();

  /** f(x). */
  double value();

  /** ∇f(x), all of it; valid until the next move. Read it, never write to it. */
  double[] gradient();

  /**
   * A part of ∇f(x).
   *
   * @param result of length |b|, overwritten
   */
  void gradient(int[] block, double[] result);

  /**
   * The block of the Hessian at x itself, not of its bound.
   *
   * @param matrix of length |b|², overwritten row-major
   */
  void hessian(int[] block, double[] matrix);

  /** f(x + U_b d), without moving. */
  double valueAfter(int[] block, double[] d);

  /** x_b ← x_b + d. */
  void move(int[] block, double[] d);
}
