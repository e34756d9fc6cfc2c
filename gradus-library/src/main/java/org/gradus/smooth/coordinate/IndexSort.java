package org.gradus.smooth.coordinate;

/** Stable sorting of indices by keys, without boxing: greedy forests sort at every step. */
final class IndexSort {
  private IndexSort() {}

  /** The indices in ascending order of {@code keys[index]}, ties as they come. */
  static int[] ascending(int[] indices, double[] keys) {
    int[] from = indices.clone();
    int[] to = new int[from.length];
    for (int width = 1; width < from.length; width *= 2) {
      for (int low = 0; low < from.length; low += 2 * width) {
        merge(from, to, low, Math.min(low + width, from.length), low + 2 * width, keys);
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  /** The indices in descending order of {@code keys[index]}, ties as they come. */
  static int[] descending(int[] indices, double[] keys) {
    double[] negative = new double[keys.length];
    for (int i = 0; i < keys.length; i++) {
      negative[i] = -keys[i];
    }
    return ascending(indices, negative);
  }

  private static void merge(int[] from, int[] to, int low, int middle, int end, double[] keys) {
    int high = Math.min(end, from.length);
    int left = low;
    int right = middle;
    for (int at = low; at < high; at++) {
      boolean takeLeft = left < middle && (right >= high || keys[from[left]] <= keys[from[right]]);
      to[at] = takeLeft ? from[left++] : from[right++];
    }
  }
}
