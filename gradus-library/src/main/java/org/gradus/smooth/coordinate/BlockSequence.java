package org.gradus.smooth.coordinate;

import java.util.List;

/**
 * Given blocks, one after the other, from the first again after the last: replays of recorded
 * choices, two trees in turn.
 *
 * @param blocks at least one, each of distinct coordinates
 */
public record BlockSequence(List<int[]> blocks) implements BlockSelection {
  /** Sorts each block. */
  public BlockSequence {
    blocks = blocks.stream().map(Blocks::sorted).toList();
    Blocks.requireSome(blocks.size());
  }

  @Override
  public Selector start(BlockRun run) {
    Blocks.requireWithin(blocks, run.coordinates());
    int[] next = {0};
    return () -> blocks.get(next[0]++ % blocks.size());
  }
}
