package org.gradus.convexnet;

/**
 * How good a network is, from the network and the data alone.
 *
 * @param objective of the network: an upper bound on the optimal value
 * @param bound a lower bound on it, and whether it holds for every network
 * @param programObjective of the convex program at the weights the network was made from
 * @param violation the largest violation of a cone; where it is 0 both objectives agree
 */
public record ReluCertificate(
    double objective, DualBound bound, double programObjective, double violation) {

  /** objective − bound ≥ 0, up to rounding. */
  public double gap() {
    return objective - bound.value();
  }

  /** The gap as a share of the objective; 0 where both are 0. */
  public double relativeGap() {
    return gap() == 0 ? 0 : gap() / Math.abs(objective);
  }

  /** Examines weights: the bound from the better of the given multipliers and the network's own. */
  static ReluCertificate of(ReluProgram program, BlockWeights weights, double[] multipliers) {
    ReluNetwork network = weights.network();
    DualBound own = DualBound.of(program, network);
    DualBound given = DualBound.of(program, multipliers);
    return new ReluCertificate(
        network.objective(program.problem()),
        own.value() >= given.value() ? own : given,
        program.objective(weights),
        program.violation(weights));
  }

  /** Without the cost of a bound: it is −∞. */
  static ReluCertificate withoutBound(ReluProgram program, BlockWeights weights) {
    return new ReluCertificate(
        weights.network().objective(program.problem()),
        new DualBound(Double.NEGATIVE_INFINITY, Double.NaN, 0, false),
        program.objective(weights),
        program.violation(weights));
  }
}
