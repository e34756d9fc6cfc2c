package org.gradus.convexnet;

import org.gradus.core.Solution;
import org.gradus.core.Trace;

/**
 * A lasso over fixed neurons, solved.
 *
 * @param coefficients α, of length N
 * @param network the same as a network with balanced weights
 * @param objective l + β ‖α‖₁; the network's too where directions are unit vectors
 * @param bound a lower bound on the optimal value over these features
 * @param trace points by iteration: the objective, and the metric named here
 */
@SuppressWarnings("ArrayRecordComponent") // handed over; compared by nobody
public record FeatureSolution(
    double[] coefficients,
    ReluNetwork network,
    double objective,
    DualBound bound,
    Status status,
    String message,
    Trace trace)
    implements Solution {
  /** Metric: objective − bound. */
  public static final String GAP = "gap";

  /** objective − bound ≥ 0, up to rounding. */
  public double gap() {
    return objective - bound.value();
  }
}
