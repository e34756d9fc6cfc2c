package org.gradus.transport;

/**
 * Notices when a marginal error cannot fall further in float64.
 *
 * <p>Potentials of the size of C are rounded to 10⁻¹⁶ relative, and η multiplies that: errors below
 * about η (max C − min C) · 10⁻¹⁶ of the mass are noise.
 */
final class AccuracyFloor {
  private static final double ROUNDING = 1e-16;
  private static final double NEAR = 1000;

  private final double floor;
  private final int patience;
  private double best = Double.POSITIVE_INFINITY;
  private int waited;

  /**
   * @param patience errors near the floor that may come without a new best
   */
  AccuracyFloor(TransportProblem problem, int patience) {
    this.floor = ROUNDING * problem.mass() * Math.max(1, problem.eta() * problem.costRange());
    this.patience = patience;
  }

  /** Takes the next error, and tells whether no better one is to be expected. */
  boolean reached(double error) {
    if (error < best) {
      best = error;
      waited = 0;
    } else if (best <= NEAR * floor) {
      waited++;
    }
    return waited >= patience;
  }

  String message(double tolerance) {
    return "accuracy floor: the marginal error "
        + best
        + " falls no further in float64 (the floor is about "
        + floor
        + "), tolerance "
        + tolerance;
  }
}
