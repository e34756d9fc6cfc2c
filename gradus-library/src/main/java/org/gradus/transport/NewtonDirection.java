package org.gradus.transport;

import java.util.Arrays;
import java.util.Map;

/** Solves H dz = ∇f, H ≈ −∇²f, for the plan in a kernel: what the Newton methods differ in. */
interface NewtonDirection {
  /**
   * Finds the direction.
   *
   * @param at the point; the kernel holds its plan
   * @param shift s: η s is added to the diagonal of H
   */
  Step solve(DualPoint at, double shift);

  /**
   * A direction.
   *
   * @param dx for the row potentials
   * @param dy for the column potentials
   * @param metrics what the trace should know about it
   */
  record Step(double[] dx, double[] dy, Map<String, Double> metrics) {
    /** Copies of the halves of (dx, dy). */
    static Step of(double[] dz, int rows, Map<String, Double> metrics) {
      return new Step(Arrays.copyOf(dz, rows), Arrays.copyOfRange(dz, rows, dz.length), metrics);
    }
  }
}
