package org.gradus.schedule;

import java.util.Arrays;
import org.gradus.core.Check;

/**
 * The running median of a sequence, in O(n log n) for any width.
 *
 * <p>Beyond the left end the first value is repeated; beyond the right end the sequence is mirrored
 * without repeating its last value, bouncing as often as the width asks for.
 */
final class MedianFilter {
  private MedianFilter() {}

  /**
   * Entry i is the median of the {@code width} values around value i.
   *
   * @param values at least two
   * @param width odd, at least 1 and below twice the number of values
   */
  static double[] apply(double[] values, int width) {
    if (width < 1 || width % 2 == 0 || width > 2 * values.length - 1) {
      throw Check.invalid("width", width, "odd, from 1 to " + (2 * values.length - 1));
    }
    if (width == 1) {
      return values.clone();
    }
    int half = width / 2;
    double[] sorted = Arrays.stream(values).sorted().toArray();
    int[] ranks = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      ranks[i] = Arrays.binarySearch(sorted, values[i]);
    }
    Window window = new Window(values.length);
    double[] result = new double[values.length];
    for (int i = -half; i < half; i++) {
      window.add(ranks[index(i, values.length)], 1);
    }
    for (int i = 0; i < values.length; i++) {
      window.add(ranks[index(i + half, values.length)], 1);
      result[i] = sorted[window.rankOf(half + 1)];
      window.add(ranks[index(i - half, values.length)], -1);
    }
    return result;
  }

  private static int index(int i, int n) {
    int period = 2 * (n - 1);
    int folded = Math.max(0, i) % period;
    return folded < n ? folded : period - folded;
  }

  /** How often each rank is in the window: a binary indexed tree (Fenwick 1994). */
  private static final class Window {
    private final int[] tree;
    private final int top;

    Window(int ranks) {
      tree = new int[ranks + 1];
      top = Integer.highestOneBit(ranks);
    }

    void add(int rank, int count) {
      for (int i = rank + 1; i < tree.length; i += i & -i) {
        tree[i] += count;
      }
    }

    /** The rank of the k-th smallest, k counted from 1. */
    int rankOf(int k) {
      int position = 0;
      int left = k;
      for (int step = top; step > 0; step >>= 1) {
        int next = position + step;
        if (next < tree.length && tree[next] < left) {
          position = next;
          left -= tree[next];
        }
      }
      return position;
    }
  }
}
