package org.gradus.smooth.logistic;

/** What the penalty λ₁ |w|₁ + (λ₂/2) |w|² means for slopes, steps and the dual. */
final class Penalty {
  private Penalty() {}

  /**
   * The least subgradient of a coordinate.
   *
   * @param g the slope of the smooth part
   */
  static double subgradient(double l1, double w, double g) {
    if (w != 0) {
      return g + l1 * Math.signum(w);
    }
    return Math.signum(g) * Math.max(Math.abs(g) - l1, 0);
  }

  /** The minimiser of ½ (u − v)² + t |u|. */
  static double shrink(double v, double t) {
    return v > t ? v - t : v < -t ? v + t : 0;
  }

  /** The largest s ≤ 1 for which s z is feasible; 0 where only α = 0 is. */
  static double dualScale(LogisticProblem problem, double[] z) {
    if (problem.l2() > 0) {
      return 1;
    }
    double largest = 0;
    for (double value : z) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest <= problem.l1() ? 1 : problem.l1() / largest;
  }

  /** Σ max(|s zⱼ| − λ₁, 0)² / (2 λ₂), 0 for a feasible point where λ₂ = 0, ∞ without penalty. */
  static double conjugate(LogisticProblem problem, double[] z, double scale) {
    if (problem.l2() == 0) {
      return problem.l1() == 0 ? Double.POSITIVE_INFINITY : 0;
    }
    double sum = 0;
    for (double value : z) {
      double excess = Math.max(Math.abs(scale * value) - problem.l1(), 0);
      sum += excess * excess;
    }
    return sum / (2 * problem.l2());
  }

  /** H(α) = −α log α − (1 − α) log(1 − α), 0 at both ends. */
  static double entropy(double a) {
    double sum = a > 0 ? -a * Math.log(a) : 0;
    return a < 1 ? sum - (1 - a) * Math.log1p(-a) : sum;
  }
}
