package org.gradus.smooth.coordinate;

import java.util.List;

/** How the coordinates are divided into fixed blocks, once, before a run. */
@FunctionalInterface
public interface Partition {
  /**
   * Divides coordinates.
   *
   * @param function whose bounds may matter
   * @param coordinates those to divide, ascending
   * @param size coordinates in a block; a partition into trees does not look at it
   * @return disjoint blocks, ascending each, in the order in which a cyclic rule takes them
   */
  List<int[]> divide(BlockFunction function, int[] coordinates, int size);

  /** Blocks of one's own. */
  static Partition of(List<int[]> blocks) {
    BlockSequence checked = new BlockSequence(blocks);
    return (function, coordinates, size) -> checked.blocks();
  }
}
