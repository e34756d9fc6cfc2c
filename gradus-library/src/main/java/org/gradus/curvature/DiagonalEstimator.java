package org.gradus.curvature;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.Stateful;

/** A stochastic estimate of the diagonal of an objective's Hessian or Gauss-Newton matrix. */
public interface DiagonalEstimator extends Stateful {
  /**
   * One estimate.
   *
   * @param objective the mini-batch it is taken on
   * @param theta the parameters; not moved, but their gradient vector is overwritten
   * @return a new vector of shape [d], which belongs to the caller's {@link
   *     org.bytedeco.javacpp.PointerScope}
   */
  Estimate estimate(Objective objective, ParameterVector theta);

  /** What kind of objective it needs. */
  Class<? extends Objective> requires();

  /**
   * An estimate and what it is worth.
   *
   * @param diagonal a vector of shape [d]
   * @param predictions the number of predictions B the objective's loss is the mean of; 1 where the
   *     estimator does not count them
   */
  record Estimate(Tensor diagonal, long predictions) {}
}
