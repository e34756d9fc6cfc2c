package org.gradus.bilevel;

import org.gradus.bilevel.InnerSolves.Point;

/** Bounds of f(θ) from a point within ε of x̂(θ). */
final class Brackets {
  private Brackets() {}

  /** g(x̃) + ‖∇g‖ ε + (L_g/2) ε². */
  static double upper(Point at, double smoothness, double epsilon) {
    return at.upperValue() + at.upperGradientNorm() * epsilon + smoothness / 2 * epsilon * epsilon;
  }

  /** g(x̃) − ‖∇g‖ ε, and (L_g/2) ε² less where g is not convex. */
  static double lower(BilevelProblem problem, Point at, double smoothness, double epsilon) {
    double value = at.upperValue() - at.upperGradientNorm() * epsilon;
    return problem.upper().convex() ? value : value - smoothness / 2 * epsilon * epsilon;
  }
}
