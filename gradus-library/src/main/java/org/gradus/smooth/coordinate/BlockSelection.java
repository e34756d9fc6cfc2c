package org.gradus.smooth.coordinate;

/**
 * How the next block is chosen. An implementation of one's own is the door for blocks of one's own;
 * {@link BlockSequence} replays recorded ones.
 */
public interface BlockSelection {
  /** Chooses the blocks of one run. */
  @FunctionalInterface
  interface Selector {
    /** The next block: coordinates ascending and distinct. */
    int[] next();
  }

  /**
   * Begins a run, at its starting point.
   *
   * @throws IllegalArgumentException if this rule does not fit the problem
   */
  Selector start(BlockRun run);

  /** Whether each choice looks at the whole gradient: stopping can then be tested at every step. */
  default boolean greedy() {
    return false;
  }

  /** Whether the rule makes sense for a problem with bounds on its variables. */
  default boolean fitsBounds() {
    return true;
  }
}
