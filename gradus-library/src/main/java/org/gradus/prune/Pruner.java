package org.gradus.prune;

import java.util.List;
import java.util.function.DoubleSupplier;
import org.gradus.core.Check;

/** Removes weights of a trained network. */
public interface Pruner {
  /**
   * Prunes to a sparsity in one shot, without training between.
   *
   * @param mask which weights may go and which are gone; moved along, and so is its θ
   * @param sparsity the share of prunable weights gone afterwards, in [0, 1); exactly ⌊n s + 1e-9⌋
   *     of them are
   * @throws IllegalArgumentException if the sparsity is not in [0, 1) or below the mask's
   */
  void prune(PruningMask mask, double sparsity);

  /**
   * Prunes and says what it cost.
   *
   * @param mask as for {@link #prune}
   * @param sparsity as for {@link #prune}
   * @param score judges the network as it is now, for example its accuracy on held-out data
   */
  default Outcome prune(PruningMask mask, double sparsity, DoubleSupplier score) {
    double sparsityBefore = mask.sparsity();
    double before = score.getAsDouble();
    prune(mask, sparsity);
    return new Outcome(
        sparsityBefore,
        mask.sparsity(),
        mask.prunable(),
        mask.pruned(),
        before,
        score.getAsDouble(),
        mask.emptied());
  }

  /**
   * What pruning did.
   *
   * @param sparsityBefore share of prunable weights gone before
   * @param sparsityAfter share gone afterwards
   * @param prunable number of prunable weights
   * @param pruned number of them gone afterwards
   * @param scoreBefore the score before
   * @param scoreAfter the score afterwards
   * @param emptied names of parameters without any weight left: the network is cut there
   */
  record Outcome(
      double sparsityBefore,
      double sparsityAfter,
      long prunable,
      long pruned,
      double scoreBefore,
      double scoreAfter,
      List<String> emptied) {
    /** Copies the names. */
    public Outcome {
      emptied = List.copyOf(emptied);
    }
  }

  /** Checks a target against what is gone already. */
  static void requireReachable(PruningMask mask, double sparsity) {
    if (!(sparsity >= 0 && sparsity < 1)) {
      throw Check.invalid("sparsity", sparsity, "in [0, 1)");
    }
    if (mask.target(sparsity) < mask.pruned()) {
      throw Check.invalid(
          "sparsity", sparsity, "at least the " + mask.sparsity() + " that is pruned already");
    }
  }
}
