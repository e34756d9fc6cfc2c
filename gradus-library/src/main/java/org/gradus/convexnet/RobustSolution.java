package org.gradus.convexnet;

import org.gradus.core.Solution;
import org.gradus.core.Trace;

/**
 * A network trained against an adversary.
 *
 * @param weights the convex program's variables
 * @param network made from them: attack this one
 * @param objective the closed form at the weights. Where {@code violation} is 0 it is the
 *     worst-case loss of the network in the ball plus its weight decay; elsewhere it proves nothing
 * @param violation the largest violation of a row of a robust cone
 * @param dropped blocks that the repair set to 0 since no feasible direction of theirs is known
 * @param trace points by step: objective, and the metrics named here
 */
public record RobustSolution(
    BlockWeights weights,
    ReluNetwork network,
    double objective,
    double violation,
    int dropped,
    Status status,
    String message,
    Trace trace)
    implements Solution {
  /** Metric: the sum of the cones' violations. */
  public static final String PENALTY = "penalty";

  /** Metric: the largest violation. */
  public static final String VIOLATION = "violation";
}
