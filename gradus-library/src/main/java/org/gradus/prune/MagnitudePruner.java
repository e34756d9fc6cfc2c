package org.gradus.prune;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.ParameterVector;

/**
 * Drops the weights of smallest magnitude, over all prunable parameters together; of equal ones
 * those that come first in θ. The usual baseline.
 */
public final class MagnitudePruner implements Pruner {
  @Override
  public void prune(PruningMask mask, double sparsity) {
    Pruner.requireReachable(mask, sparsity);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      ParameterVector theta = mask.parameters();
      Tensor survivors = mask.survivors();
      Tensor order = theta.values().index_select(0, survivors).abs().argsort(true, 0, false);
      Tensor least = order.narrow(0, 0, mask.target(sparsity) - mask.pruned());
      mask.drop(survivors.index_select(0, least));
    }
  }
}
