package org.gradus.curvature.rates;

import java.util.Optional;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;

/** Proposes a learning rate and momentum from the curvature at a point. */
@FunctionalInterface
public interface RateRule {
  /**
   * The proposal.
   *
   * @param curvature the objective whose curvature counts
   * @param theta the parameters; not moved, but their gradient is overwritten
   * @param current what is used now
   * @return empty to keep what is used now: where the objective is flat, or curved downwards
   */
  Optional<Rate> propose(Objective curvature, ParameterVector theta, Rate current);
}
