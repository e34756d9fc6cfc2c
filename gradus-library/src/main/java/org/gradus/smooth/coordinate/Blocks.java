package org.gradus.smooth.coordinate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.core.Check;

/** Checks and cuts of blocks. */
final class Blocks {
  private Blocks() {}

  /** A sorted copy; an error if empty or with duplicates. */
  static int[] sorted(int[] block) {
    Check.atLeast("coordinates in a block", block.length, 1);
    int[] sorted = block.clone();
    Arrays.sort(sorted);
    for (int p = 1; p < sorted.length; p++) {
      if (sorted[p] == sorted[p - 1]) {
        throw Check.invalid(
            "a block with coordinate " + sorted[p], "twice in it", "without repeats");
      }
    }
    return sorted;
  }

  static void requireSome(int blocks) {
    Check.atLeast("blocks", blocks, 1);
  }

  /** An error unless every coordinate is one of those f depends on. */
  static void requireWithin(List<int[]> blocks, int[] coordinates) {
    for (int[] block : blocks) {
      for (int i : block) {
        if (Arrays.binarySearch(coordinates, i) < 0) {
          throw Check.invalid(
              "coordinate " + i + " of a block", "unusable", "one that the function depends on");
        }
      }
    }
  }

  /** An error unless 1 ≤ size ≤ coordinates. */
  static void requireSize(int size, int coordinates) {
    if (size < 1 || size > coordinates) {
      throw Check.invalid(
          "block size", size, "in [1, " + coordinates + "], the coordinates there are");
    }
  }

  /** Consecutive groups of a size, the last perhaps shorter, each sorted. */
  static List<int[]> cut(int[] ordered, int size) {
    List<int[]> blocks = new ArrayList<>();
    for (int from = 0; from < ordered.length; from += size) {
      int[] block = Arrays.copyOfRange(ordered, from, Math.min(from + size, ordered.length));
      Arrays.sort(block);
      blocks.add(block);
    }
    return blocks;
  }
}
