package org.gradus.convexnet;

/**
 * What the solvers look at to decide whether they are done.
 *
 * @param objective of the network made from v
 * @param primal ‖u − v‖ + ‖Gu − s‖
 * @param fit ‖Fᵀ l′(Fu) + ρ (λ + Gᵀ ν)‖
 * @param blocks how far ρ λ is from β times the sub-gradient of the group norms at v
 * @param penalty ρ
 */
record Residuals(double objective, double primal, double fit, double blocks, double penalty) {
  double largest() {
    return Math.max(primal, Math.max(fit, blocks));
  }

  boolean within(double tolerance) {
    return largest() <= tolerance;
  }
}
