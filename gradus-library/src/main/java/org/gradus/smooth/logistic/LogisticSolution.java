package org.gradus.smooth.logistic;

import org.gradus.core.Solution;
import org.gradus.core.Trace;

/**
 * Fitted weights, how good they are, and how they were found.
 *
 * @param weights w
 * @param certificate computed from the weights alone
 * @param iterations of the method
 * @param trace points by iteration: objective F, gradientNorm the largest entry of the least
 *     subgradient, and the metrics named here
 */
public record LogisticSolution(
    double[] weights,
    LogisticCertificate certificate,
    long iterations,
    Status status,
    String message,
    Trace trace)
    implements Solution {

  /** Metric: the duality gap. */
  public static final String GAP = "gap";

  /** Metric: products with the Hessian, or sweeps over its rows, so far. */
  public static final String INNER = "inner_iterations";
}
