package org.gradus.smooth.coordinate;

/** How the chosen block is moved; {@link UpdateRule} has the rules there are. */
public interface BlockUpdate {
  /** Moves the blocks of one run. */
  @FunctionalInterface
  interface Updater {
    /** The step d of a block, x_b ← x_b + d; it may evaluate f at trial points, not move. */
    double[] step(int[] block);
  }

  /**
   * Begins a run.
   *
   * @throws IllegalArgumentException if this rule does not fit the problem
   */
  Updater start(BlockRun run);

  /** Whether the rule keeps to bounds on the variables. */
  default boolean fitsBounds() {
    return false;
  }
}
