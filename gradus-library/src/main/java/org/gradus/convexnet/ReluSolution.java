package org.gradus.convexnet;

import org.gradus.core.Solution;
import org.gradus.core.Trace;

/**
 * A trained two-layer network with its certificate and history.
 *
 * @param weights the convex program's variables; {@link BlockWeights#projected} moves them into the
 *     cones
 * @param network made from them
 * @param certificate how good the network is
 * @param state the solver's variables, from which it can go on
 * @param trace points by iteration: objective of the network made from v, which is never below the
 *     optimum, gradientNorm the stationarity of u, and the metrics named here
 */
public record ReluSolution(
    BlockWeights weights,
    ReluNetwork network,
    ReluCertificate certificate,
    AdmmState state,
    Status status,
    String message,
    Trace trace)
    implements Solution {
  /** Metric: ‖u − v‖ + ‖Gu − s‖. */
  public static final String PRIMAL_RESIDUAL = "primal_residual";

  /** Metric: how far v is from the stationarity of the group norms. */
  public static final String BLOCK_STATIONARITY = "block_stationarity";

  /** Metric: the penalty ρ. */
  public static final String PENALTY = "penalty";
}
